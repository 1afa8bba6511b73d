/** Keeps every source's health: fresh or not, what it rejected and why, what was lost at which limit. */

import type { SourceHealth, SourceKind } from '#lib/model/source-health'

export const SAMPLE_CHARS = 200
export const MAX_REASONS = 64
/** Past this many names a further sender has no row of its own; one row says how often that was. */
export const MAX_SOURCES = 500
export const FURTHER_SOURCES = 'further sources'

export type SourceDesk = ReturnType<typeof createSourceDesk>

export type Turn = (source: SourceHealth, turn: 'source-lost' | 'source-recovered') => void

/** `turned` hears when a source that spoke falls silent, and when it speaks again. */
export function createSourceDesk(now: () => number, turned: Turn = () => undefined) {
  const silent = new Set<string>()
  function speaks(source: SourceHealth) {
    if (silent.delete(source.name)) turned(source, 'source-recovered')
  }
  const sources = new Map<string, SourceHealth>()
  let version = 0

  function add(tally: Record<string, number>, reason: string, count: number): string {
    const key = reason in tally || Object.keys(tally).length < MAX_REASONS ? reason : 'other'
    tally[key] = (tally[key] ?? 0) + count
    return key
  }

  return {
    /** Grows with every change worth showing. */
    version: () => version,
    all: (): SourceHealth[] => [...sources.values()],
    get: (name: string): SourceHealth | undefined => sources.get(name),

    open(name: string, kind: SourceKind, address: string, loadBalancer: string | null): SourceHealth {
      const known = sources.get(name)
      if (known) return known
      const health: SourceHealth = {
        name,
        kind,
        address,
        loadBalancer,
        state: 'connecting',
        lastReadingAtMs: null,
        lagMs: null,
        readings: 0,
        rejects: {},
        rejectSamples: {},
        losses: {},
        lastError: null,
        retryAtMs: null,
        clockOffsetMs: null,
        clockErrorMs: null,
      }
      version++
      if (sources.size < MAX_SOURCES || name === FURTHER_SOURCES) sources.set(name, health)
      else add(this.open(FURTHER_SOURCES, kind, '', null).losses, 'sources', 1)
      return health
    },
    close(name: string) {
      sources.delete(name)
      version++
    },
    /** Listening or connected, and nothing said yet. */
    waiting(name: string) {
      const source = sources.get(name)
      if (!source) return
      source.state = source.readings ? 'live' : 'waiting'
      source.lastError = null
      source.retryAtMs = null
      version++
      speaks(source)
    },
    read(name: string, lagMs: number | null, count = 1) {
      const source = sources.get(name)
      if (!source) return
      source.state = 'live'
      source.lastReadingAtMs = now()
      if (lagMs !== null) source.lagMs = lagMs
      source.readings += count
      source.lastError = null
      source.retryAtMs = null
      version++
      speaks(source)
    },
    lost(name: string, error: string, retryAtMs: number | null) {
      const source = sources.get(name)
      if (!source) return
      source.state = 'lost'
      source.lastError = error
      source.retryAtMs = retryAtMs
      version++
      if (!source.readings || silent.has(name)) return
      silent.add(name)
      turned(source, 'source-lost')
    },
    ended(name: string) {
      const source = sources.get(name)
      if (source) source.state = 'ended'
      version++
    },
    reject(name: string, reason: string, sample: string, count = 1) {
      const source = sources.get(name)
      if (!source) return
      const key = add(source.rejects, reason, count)
      source.rejectSamples[key] = sample.slice(0, SAMPLE_CHARS)
      version++
    },
    lose(name: string, limit: string, count: number) {
      const source = sources.get(name)
      if (!source || count <= 0) return
      add(source.losses, limit, count)
      version++
    },
    clock(name: string, offsetMs: number, errorMs: number) {
      const source = sources.get(name)
      if (!source) return
      source.clockOffsetMs = offsetMs
      source.clockErrorMs = errorMs
    },
  }
}
