/** How an address says that it means an import and not the live record. */

export const IMPORT_PARAMETER = 'import'
/** Only the front door can set it. */
export const IMPORT_HEADER = 'x-polygraph-import'

export const isImportId = (text: string): boolean => /^[\w-]{8,40}$/.test(text)

/** Null where it means the live record. */
export function importOf(url: string): string | null {
  const at = url.indexOf('?')
  const id = at < 0 ? null : new URLSearchParams(url.slice(at + 1)).get(IMPORT_PARAMETER)
  return id !== null && isImportId(id) ? id : null
}
