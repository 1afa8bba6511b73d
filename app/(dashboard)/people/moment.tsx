'use client'
/** A moment as date and clock, in the page's zone. */

import { useUrlState } from '../../shell/url-state.ts'
import { formatClock, formatDate } from '../../words/format-time.ts'

export function Moment({ atMs }: { atMs: number }) {
  const { zone } = useUrlState()
  return (
    <time dateTime={new Date(atMs).toISOString()} suppressHydrationWarning>
      {formatDate(atMs, zone)} {formatClock(atMs, zone)}
    </time>
  )
}
