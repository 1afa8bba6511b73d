'use client'

/** Says when the picture stands still: because the connection was lost, or because someone holds it. */

import { plural } from '../words/format-number.ts'
import { formatClock, zoneName } from '../words/format-time.ts'
import { useLive, useLiveClient } from './live-provider.tsx'
import { useUrlState } from './url-state.ts'

export function ConnectionBanner() {
  const client = useLiveClient()
  const { zone } = useUrlState()
  const connection = useLive((state) => state.connection)
  const atMs = useLive((state) => state.shown?.atMs ?? null)
  const paused = useLive((state) => state.paused)
  const behind = useLive((state) => state.behind)
  const moment = atMs === null ? '' : `${formatClock(atMs, zone)} ${zoneName(zone, atMs)}`
  return (
    <div className="banners" role="status">
      {connection === 'frozen' && (
        <p className="banner" data-tone="frozen">
          <strong>frozen at {moment}</strong> The connection to Polygraph is lost; nothing here is known to be
          so now. Reconnecting…
        </p>
      )}
      {paused && (
        <p className="banner" data-tone="paused">
          <strong>paused at {moment}</strong> <span aria-live="off">{plural(behind, 'update')} behind.</span>
          <button type="button" onClick={() => client.resume()}>
            Catch up (space)
          </button>
        </p>
      )}
    </div>
  )
}
