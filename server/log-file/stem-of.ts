/** What a file is called without what rotation and packing add: `haproxy.log.2.gz` → `haproxy`. */
export const stemOf = (name: string): string =>
  name.replace(/^.*[\\/]/, '').replace(/(\.(gz|zst|log|txt|csv|\d+)|-\d{8})+$/i, '') || name
