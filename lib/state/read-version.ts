/** Which of the captured response headers tells a page's version: recognised by its form or by its name. */

import type { RequestRecord } from '../model/log-record.ts'

export const MAX_VERSION_CHARS = 120

const ETAG = /^(?:W\/)?"[^"]{1,200}"?$/
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}/
/** `v12`, `1.2.3`, `build-77`; a bare number or a name tells which server it is as often as which version. */
const VERSION = /^(?:v\d[\w.-]*|(?:build|rev|release)[-_ ]?\d[\w.-]*)$/i
const NAMED =
  /^(?:.*[_.-])?(?:etag|last[_-]?modified|(?:x[_-])?(?:app[_-]?|content[_-]?|data[_-]?)?(?:version|revision|build))$/i

const FORMS = [ETAG, HTTP_DATE, VERSION] as const

function recognised(values: readonly string[]): string | null {
  for (const form of FORMS) {
    const found = values.find((value) => form.test(value))
    if (found !== undefined) return found.slice(0, MAX_VERSION_CHARS)
  }
  return null
}

function named(fields: Record<string, string | null>): string | null {
  for (const name in fields) {
    const value = fields[name]
    if (value && value !== '-' && NAMED.test(name)) return value.slice(0, MAX_VERSION_CHARS)
  }
  return null
}

/** Null where the line tells no version: not captured, not a page, not a success. */
export function readVersion(record: RequestRecord): string | null {
  if (record.status !== 200 && record.status !== 304) return null
  const { fields } = record
  const values = record.responseHeaders ?? record.headers ?? []
  if (!fields && values.every((value) => value === '')) return null
  if (record.method !== 'GET' && record.method !== 'HEAD') return null
  return (fields && named(fields)) ?? recognised(values)
}
