/** What a browser knows of the server and of its own connection to it, and how each message changes that. */

import { patchLive } from '../../views/live-patch.ts'
import type { LiveSnapshot, LiveUpdate } from '../../views/live-view.ts'

/** `past`: a moment that is over; nothing comes any more. */
export type Connection = 'connecting' | 'live' | 'frozen' | 'past'

export type LiveState = {
  connection: Connection
  /** The newest picture; null until there is one. */
  latest: LiveSnapshot | null
  /** The picture to draw: the newest, or the one that is held while paused. */
  shown: LiveSnapshot | null
  paused: boolean
  /** Updates received since the picture was held. */
  behind: number
  /** True between a gap and the snapshot that closes it: updates are left out meanwhile. */
  resyncing: boolean
  /** Server's clock minus this browser's, by the message that took least; null until the first. */
  clockOffsetMs: number | null
}

export type LiveMessage =
  | { type: 'snapshot'; snapshot: LiveSnapshot; receivedAtMs: number }
  | { type: 'update'; update: LiveUpdate; receivedAtMs: number }
  | { type: 'lost' }
  | { type: 'pause' }
  | { type: 'resume' }

/** Offsets differ by the way's delay only: the largest seen is the nearest, unless the clock was set. */
const CLOCK_STEP_MS = 5_000

export const startLive = (stored: LiveSnapshot | null): LiveState => ({
  connection: 'connecting',
  latest: stored,
  shown: stored,
  paused: false,
  behind: 0,
  resyncing: false,
  clockOffsetMs: null,
})

/** The state after a message; the same object where nothing changed. */
export function advanceLive(state: LiveState, message: LiveMessage): LiveState {
  switch (message.type) {
    case 'snapshot': {
      const next = withLatest(state, message.snapshot, message.receivedAtMs)
      return { ...next, connection: 'live', resyncing: false }
    }
    case 'update': {
      if (!state.latest || state.resyncing || state.connection !== 'live') return state
      const patched = patchLive(state.latest, message.update)
      if (patched.ok) return withLatest(state, patched.snapshot, message.receivedAtMs)
      return patched.reason === 'old' ? state : { ...state, resyncing: true }
    }
    case 'lost':
      return state.connection === 'live' ? { ...state, connection: 'frozen', resyncing: false } : state
    case 'pause':
      return state.paused ? state : { ...state, paused: true, behind: 0 }
    case 'resume':
      return state.paused ? { ...state, paused: false, behind: 0, shown: state.latest } : state
  }
}

function withLatest(state: LiveState, latest: LiveSnapshot, receivedAtMs: number): LiveState {
  return {
    ...state,
    latest,
    shown: state.paused ? state.shown : latest,
    behind: state.paused ? state.behind + 1 : 0,
    clockOffsetMs: nearestOffset(state.clockOffsetMs, latest.atMs - receivedAtMs),
  }
}

export function nearestOffset(known: number | null, seen: number): number {
  if (known === null || Math.abs(seen - known) > CLOCK_STEP_MS) return seen
  return Math.max(known, seen)
}
