'use client'
/** What the address holds: filter, selection, zone, stretch, moment, pins, kiosk. Copy it, get the same screen. */

import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect, useMemo } from 'react'
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
  kiosk: boolean
}

const NAMES = {
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
} as const

const WINDOWS: Record<string, 1 | 5> = { '1': 1, '5': 5 }

export function useUrlState(): UrlState {
  const params = useSearchParams()
  const path = usePathname()
  const query = params.toString()
  useLayoutEffect(() => settle(path, query), [path, query])
  return useMemo(() => readUrl(params), [params])
}

/** What was written and not drawn yet, oldest first: meanwhile the router may put an older address back. */
let written: { path: string; query: string }[] = []
let drawn = { path: '', query: '' }

/** Drawn from something else than was written: someone went elsewhere. */
function settle(path: string, query: string): void {
  // Many parts of a page are drawn from the same address.
  if (drawn.path === path && drawn.query === query) return
  drawn = { path, query }
  const at = written.findIndex((each) => each.path === path && each.query === query)
  written = at === -1 ? [] : written.slice(at + 1)
}

function currentQuery(): URLSearchParams {
  const last = written.at(-1)
  return new URLSearchParams(last?.path === window.location.pathname ? last.query : window.location.search)
}

/** The address as last written, also where the page has not been drawn from it yet. */
export const currentUrl = (): UrlState => readUrl(currentQuery())

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
    kiosk: params.get('kiosk') === '1',
  }
}

const instant = (text: string | null): number | null =>
  text !== null && /^\d{1,15}(\.\d{1,3})?$/.test(text) ? Number(text) : null

const rangeOf = (fromMs: number | null, toMs: number | null) =>
  fromMs !== null && toMs !== null && fromMs < toMs ? { fromMs, toMs } : null

const words = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean)

/** Replaces parts of the address without asking the server; an absent part is left as it is. */
export function writeUrl(patch: Partial<Omit<UrlState, 'kiosk'>>): void {
  const params = currentQuery()
  const before = params.toString()
  const put = (name: string, value: string | null) => {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  if ('filter' in patch) put(NAMES.filter, patch.filter ?? null)
  if ('selection' in patch) put(NAMES.selection, patch.selection ?? null)
  if ('zone' in patch) put(NAMES.zone, patch.zone === 'local' ? 'local' : null)
  if ('kind' in patch) put(NAMES.kind, patch.kind ?? null)
  if ('severity' in patch) put(NAMES.severity, patch.severity ?? null)
  if ('quiet' in patch) put(NAMES.quiet, patch.quiet === null ? null : patch.quiet ? '1' : '0')
  if ('windowMinutes' in patch)
    put(NAMES.windowMinutes, patch.windowMinutes ? String(patch.windowMinutes) : null)
  if ('range' in patch) {
    put(NAMES.from, patch.range ? inAddress(patch.range.fromMs) : null)
    put(NAMES.to, patch.range ? inAddress(patch.range.toMs) : null)
  }
  if ('atMs' in patch) put(NAMES.at, typeof patch.atMs === 'number' ? inAddress(patch.atMs) : null)
  if ('hidden' in patch) put(NAMES.hidden, patch.hidden?.join(',') ?? null)
  if ('pins' in patch) put(NAMES.pins, patch.pins?.join(',') ?? null)
  if (params.toString() === before) return
  written.push({ path: window.location.pathname, query: params.toString() })
  const query = params.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
}

const inAddress = (atMs: number) => String(Math.round(atMs * 1000) / 1000)

/** What goes along from page to page. */
export function keptQuery({ zone, kiosk }: UrlState): string {
  const params = new URLSearchParams()
  if (zone === 'local') params.set('zone', 'local')
  if (kiosk) params.set('kiosk', '1')
  return params.size > 0 ? `?${params}` : ''
}
