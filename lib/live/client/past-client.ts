/** In place of the live connection: the picture of a moment that is over. */

import type { LiveSnapshot } from '../../views/live-view.ts'
import type { LiveClient } from './connect-live.ts'
import { startLive } from './live-state.ts'

export function createPastClient(snapshot: LiveSnapshot | null): LiveClient {
  const state = { ...startLive(snapshot), connection: 'past' as const }
  const nothing = () => {}
  return {
    getState: () => state,
    getStored: () => state,
    subscribe: () => nothing,
    pause: nothing,
    resume: nothing,
    open: () => nothing,
  }
}
