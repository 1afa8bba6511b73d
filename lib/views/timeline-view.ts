/** What the timeline draws: lanes of counted events, incidents as bars, gaps in the record, marks that people made. */

import type { Annotation } from '../model/annotation.ts'
import type { FindingKind, Severity, Subject } from '../model/finding.ts'
import type { EventView } from './live-view.ts'

export type TimelineLane = {
  /** A subject's id: `lb1`, `lb1/app`, `lb1/app/web1`, or a host's name. */
  id: string
  type: 'load-balancer' | 'pool' | 'server' | 'host'
  name: string
  /** Events of the window. */
  count: number
  /** Class of the state in which it enters the window; null: none is known. */
  before: number | null
  /**
   * Triples in the order of their buckets: class, events of it within `bucketMs`, ms from the window's start to the first of
   * them; on the way, from the triple before (`spreadView`). No events: the state in which the part before ended.
   */
  cells: number[]
}

export type TimelineFinding = {
  id: string
  incidentId: string
  kind: FindingKind
  severity: Severity
  title: string
  startedAtMs: number
  startedErrorMs: number
  detectedAtMs: number
  /** Null while it lasts. */
  endedAtMs: number | null
  subjects: Subject[]
}

/** An incident, and its findings as bars of their own. */
export type TimelineBar = TimelineFinding & { findings: TimelineFinding[] }

export type TimelineGap = {
  /** Null: of everything. */
  lane: string | null
  fromMs: number
  /** Null: it goes on. */
  toMs: number | null
  text: string
}

export type TimelineView = {
  fromMs: number
  toMs: number
  bucketMs: number
  /** Events of the window, and by class. */
  total: number
  byClass: number[]
  /** In the order they are drawn. */
  lanes: TimelineLane[]
  /** All events of the window, oldest first, where they are few enough to be told one by one. */
  events: EventView[] | null
  bars: TimelineBar[]
  gaps: TimelineGap[]
  annotations: Annotation[]
  /** The whole record in equal parts. */
  whole: { fromMs: number; toMs: number; counts: number[] }
  nowMs: number
}
