/** The socket's messages, server to browser only; a browser's one request is for a new snapshot. */

import type { LiveSnapshot, LiveUpdate } from '../views/live-view.ts'

export type ServerToBrowser = {
  snapshot: (snapshot: LiveSnapshot) => void
  update: (update: LiveUpdate) => void
}

export type BrowserToServer = {
  /** Asked on a gap in `seq`; answered by `snapshot`. */
  resync: () => void
}

export const LIVE_PATH = '/live'
