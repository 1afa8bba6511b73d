'use client'
/** Says on every page of an import whose record it is, and leads out of it. */

import { formatClock, formatDate, formatSpan, zoneName } from '../words/format-time.ts'
import { RecordLink } from './record-link.tsx'
import { useUrlState } from './url-state.ts'

type Props = { imported: { name: string; fromMs: number | null; toMs: number | null } }

export function ImportBanner({ imported: { name, fromMs, toMs } }: Props) {
  const { zone } = useUrlState()
  return (
    <div className="banners" role="status">
      <p className="banner" data-tone="paused">
        <strong>import: {name}</strong>{' '}
        {fromMs !== null && toMs !== null && (
          <>
            {formatDate(fromMs, zone)} {formatClock(fromMs, zone)} {zoneName(zone, fromMs)},{' '}
            {formatSpan(toMs - fromMs)}. Nothing here is live.
          </>
        )}
        <span className="past-steps control">
          <RecordLink href="/timeline">its timeline</RecordLink>
          <RecordLink href="/incidents">its incidents</RecordLink>
          {/* Another record needs another connection: the page is loaded anew. */}
          <a href="/imports">imports</a>
          <a href="/">back to live</a>
        </span>
      </p>
    </div>
  )
}
