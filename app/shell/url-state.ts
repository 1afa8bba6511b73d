'use client'
/** What the address holds: filter, selection, zone, stretch, moment, pins, kiosk. Copy it, get the same screen. */

import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import { NAMES, readUrl, type UrlState } from './read-url.ts'
import { arrive, isUnderWay } from './under-way.ts'

export type { UrlState } from './read-url.ts'

export function useUrlState(): UrlState {
  const params = useSearchParams()
  const path = usePathname()
  const query = params.toString()
  useLayoutEffect(() => settle(path, query), [path, query])
  return useMemo(() => readUrl(params), [params])
}

/** The same for what sets it: as last written, also where the page has not been drawn from it yet. A tick stays where it was put. */
export function useWrittenUrl(): UrlState {
  const shown = useUrlState()
  const path = usePathname()
  const ahead = useSyncExternalStore(
    onWritten,
    () => aheadOf(path),
    () => null,
  )
  return useMemo(() => (ahead === null ? shown : readUrl(new URLSearchParams(ahead))), [ahead, shown])
}

/** What was written and not drawn yet, oldest first: meanwhile the router may put an older address back. */
let written: { path: string; query: string }[] = []
let drawn = { path: '', query: '' }
const watching = new Set<() => void>()

function onWritten(watcher: () => void): () => void {
  watching.add(watcher)
  return () => watching.delete(watcher)
}

function setWritten(next: typeof written): void {
  if (next.length === 0 && written.length === 0) return
  written = next
  for (const watcher of watching) watcher()
}

function aheadOf(path: string): string | null {
  const last = written.at(-1)
  return last?.path === path ? last.query : null
}

/** Drawn from something else than was written: someone went elsewhere. */
function settle(path: string, query: string): void {
  // Many parts of a page are drawn from the same address.
  if (drawn.path === path && drawn.query === query) return
  drawn = { path, query }
  const at = written.findIndex((each) => each.path === path && each.query === query)
  if (at === -1) arrive()
  setWritten(at === -1 ? [] : written.slice(at + 1))
}

function currentQuery(): URLSearchParams {
  return new URLSearchParams(aheadOf(window.location.pathname) ?? window.location.search)
}

/** The address as last written, also where the page has not been drawn from it yet. */
export const currentUrl = (): UrlState => readUrl(currentQuery())

/** Replaces parts of the address without asking the server; an absent part is left as it is. */
export function writeUrl(patch: Partial<Omit<UrlState, 'kiosk' | 'imported'>>): void {
  if (isUnderWay()) return
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
  if ('find' in patch) put(NAMES.find, patch.find ?? null)
  if ('pins' in patch) put(NAMES.pins, patch.pins?.join(',') ?? null)
  if (params.toString() === before) return
  setWritten([...written, { path: window.location.pathname, query: params.toString() }])
  const query = params.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
}

const inAddress = (atMs: number) => String(Math.round(atMs * 1000) / 1000)

/** What goes along from page to page. */
export function keptQuery({ zone, kiosk, imported }: Pick<UrlState, 'zone' | 'kiosk' | 'imported'>): string {
  const params = new URLSearchParams()
  if (imported !== null) params.set(NAMES.imported, imported)
  if (zone === 'local') params.set('zone', 'local')
  if (kiosk) params.set('kiosk', '1')
  return params.size > 0 ? `?${params}` : ''
}

/** Where the record that the page shows is asked, the live one or an import's. */
export function recordUrl(path: string): string {
  const { imported } = currentUrl()
  if (imported === null) return path
  return `${path}${path.includes('?') ? '&' : '?'}${NAMES.imported}=${imported}`
}
