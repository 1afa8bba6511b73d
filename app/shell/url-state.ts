'use client'
/** What the address holds: filter, selection, zone, quiet pools, the strip's window, kiosk. Copy it, get the same screen. */

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
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
} as const

const WINDOWS: Record<string, 1 | 5> = { '1': 1, '5': 5 }

export function useUrlState(): UrlState {
  const params = useSearchParams()
  return useMemo(() => readUrl(params), [params])
}

/** The address as it is now, also where the page has not been drawn from it yet. */
export const currentUrl = (): UrlState => readUrl(new URLSearchParams(window.location.search))

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
    kiosk: params.get('kiosk') === '1',
  }
}

/** Replaces parts of the address without asking the server; an absent part is left as it is. */
export function writeUrl(patch: Partial<Omit<UrlState, 'kiosk'>>): void {
  const params = new URLSearchParams(window.location.search)
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
  const query = params.toString().replaceAll('%2F', '/')
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
}

/** What goes along from page to page. */
export function keptQuery({ zone, kiosk }: UrlState): string {
  const params = new URLSearchParams()
  if (zone === 'local') params.set('zone', 'local')
  if (kiosk) params.set('kiosk', '1')
  return params.size > 0 ? `?${params}` : ''
}
