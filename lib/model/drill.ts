/** A stretch of time in which something was broken on purpose, and how it went. */

/** Longer is no drill. */
export const LONGEST_DRILL_MS = 86_400_000

export type Drill = {
  id: string
  name: string
  fromMs: number
  toMs: number
  by: string
  createdAtMs: number
}

/** One incident that began in the drill. */
export type DrillIncident = {
  id: string
  title: string
  startedAtMs: number
  startedErrorMs: number
  /** From its beginning to the first finding. */
  detectMs: number
  /** From its beginning to the end of its last finding above info; null: it had not ended with the drill. */
  recoverMs: number | null
  /** Connections that looked alive and were not; `left`: of findings that lasted when the drill ended. */
  phantoms: number
  phantomsLeft: number
  terminals: number
  /** Sessions that a drain cut. */
  cut: number
}

export type ScoreSheet = {
  version: 1
  drill: Drill
  incidents: DrillIncident[]
  /** The slowest of its incidents; null where none was found. */
  detectMs: number | null
  /** From the first beginning to the last end; null where none was found, or one had not ended. */
  recoverMs: number | null
  phantomsLeft: number
  terminals: number
  cut: number
  /** Over all pools on record, from rates; null where nothing was recorded. */
  requests: { asked: number; failed: number; pools: number; resolutionS: number } | null
}
