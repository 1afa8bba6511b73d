/** A line of `ip -tshort -oneline monitor address` → which address came or went, and when the kernel said so. */

export type AddressLine = { atMs: number; address: string; gone: boolean }

export function readAddressLine(line: string): AddressLine | null {
  const found = /^\[([^\]]+)\]\s*(?:\[ADDR\])?\s*(Deleted )?\d+: \S+\s+inet6? ([0-9a-fA-F.:]+)\//.exec(line)
  if (!found) return null
  const atMs = new Date(found[1]!).getTime()
  return Number.isNaN(atMs) ? null : { atMs, address: found[3]!, gone: found[2] !== undefined }
}
