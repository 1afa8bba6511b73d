/** What an address says: filter, selection, zone, stretch, moment, pins, kiosk; read the same by server and browser. */

import { IMPORT_PARAMETER, isImportId } from '#lib/model/import-address'
import type { Zone } from '../words/format-time.ts'

export type UrlState = {
  filter: string
  /** `lb/pool` or `lb/pool/server`. */
  selection: string | null
  zone: Zone
  /** Null: decided by how many there are. */
  quiet: boolean | null
  /** Null: as long as what is known. */
  windowMinutes: 1 | 5 | null
  /** Incidents of this kind and severity only; null: all. */
  kind: string | null
  severity: string | null
  /** A fixed stretch; null: up to the present. */
  range: { fromMs: number; toMs: number } | null
  /** The moment looked at; null: the present. */
  atMs: number | null
  /** Kinds of events that are not drawn, and events kept at hand. */
  hidden: string[]
  pins: string[]
  /** Words that events are looked through for. */
  find: string
  /** The import that is shown; null: the live record. */
  imported: string | null
  kiosk: boolean
}

export const NAMES = {
  filter: 'q',
  selection: 'sel',
  zone: 'zone',
  quiet: 'quiet',
  windowMinutes: 'window',
  kind: 'kind',
  severity: 'severity',
  from: 'from',
  to: 'to',
  at: 'at',
  hidden: 'hide',
  pins: 'pin',
  find: 'find',
  imported: IMPORT_PARAMETER,
} as const

const WINDOWS: Record<string, 1 | 5> = { '1': 1, '5': 5 }

export function readUrl(params: { get(name: string): string | null }): UrlState {
  const quiet = params.get(NAMES.quiet)
  return {
    filter: params.get(NAMES.filter) ?? '',
    selection: params.get(NAMES.selection),
    zone: params.get(NAMES.zone) === 'local' ? 'local' : 'utc',
    quiet: quiet === null ? null : quiet === '1',
    windowMinutes: WINDOWS[params.get(NAMES.windowMinutes) ?? ''] ?? null,
    kind: params.get(NAMES.kind),
    severity: params.get(NAMES.severity),
    range: rangeOf(instant(params.get(NAMES.from)), instant(params.get(NAMES.to))),
    atMs: instant(params.get(NAMES.at)),
    hidden: words(params.get(NAMES.hidden)),
    pins: words(params.get(NAMES.pins)),
    find: params.get(NAMES.find) ?? '',
    imported: importId(params.get(NAMES.imported)),
    kiosk: params.get('kiosk') === '1',
  }
}

const importId = (text: string | null): string | null => (text !== null && isImportId(text) ? text : null)

const instant = (text: string | null): number | null =>
  text !== null && /^\d{1,15}(\.\d{1,3})?$/.test(text) ? Number(text) : null

const rangeOf = (fromMs: number | null, toMs: number | null) =>
  fromMs !== null && toMs !== null && fromMs < toMs ? { fromMs, toMs } : null

const words = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean)
