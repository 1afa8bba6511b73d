'use client'
/** The time the page speaks of, with its zone; `u` switches it. */

import { formatClock, zoneName } from '../words/format-time.ts'
import { useUrlState, writeUrl } from './url-state.ts'
import { useNow } from './use-now.ts'

export function Clock() {
  const { zone } = useUrlState()
  const nowMs = useNow()
  if (nowMs === null) return <span className="clock">--:--:-- UTC</span>
  const other = zone === 'utc' ? 'local' : 'utc'
  return (
    <button
      type="button"
      className="clock"
      suppressHydrationWarning
      title={`Switch to ${other === 'utc' ? 'UTC' : 'this browser’s zone'} (u)`}
      onClick={() => writeUrl({ zone: other })}
    >
      {formatClock(nowMs, zone)} {zoneName(zone, nowMs)}
    </button>
  )
}
