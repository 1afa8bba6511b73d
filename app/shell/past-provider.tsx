'use client'

/** Shows a page as it was known at a moment that is over, says so, and leads on and back. */

import { usePathname } from 'next/navigation'
import { type ReactNode, useMemo } from 'react'
import { createPastClient } from '#lib/live/client/past-client'
import type { LiveSnapshot } from '#lib/views/live-view'
import { formatClockMs, formatDate, zoneName } from '../words/format-time.ts'
import { LiveContext } from './live-provider.tsx'
import { RecordLink as Link } from './record-link.tsx'
import { useUrlState } from './url-state.ts'

const STEPS = [
  { name: '−10 s', byMs: -10_000 },
  { name: '−1 s', byMs: -1_000 },
  { name: '+1 s', byMs: 1_000 },
  { name: '+10 s', byMs: 10_000 },
]
const AROUND_MS = 120_000

export function PastProvider({ snapshot, children }: { snapshot: LiveSnapshot; children: ReactNode }) {
  const client = useMemo(() => createPastClient(snapshot), [snapshot])
  return (
    <LiveContext value={client}>
      <PastBanner atMs={snapshot.atMs} />
      {/* What a part of the page began with belongs to its moment. */}
      <div key={snapshot.atMs}>{snapshot.pools.length > 0 ? children : <NothingKnown />}</div>
    </LiveContext>
  )
}

function NothingKnown() {
  return <p className="nothing">Of this moment the record has no load balancer.</p>
}

function PastBanner({ atMs }: { atMs: number }) {
  const path = usePathname()
  const { zone } = useUrlState()
  const at = (ms: number) => `${path}?at=${Math.round(ms)}${zone === 'local' ? '&zone=local' : ''}`
  return (
    <div className="banners" role="status">
      <p className="banner" data-tone="paused">
        <strong>
          as known at {formatDate(atMs, zone)} {formatClockMs(atMs, zone)} {zoneName(zone, atMs)}
        </strong>{' '}
        Nothing that was learnt later is here.
        <span className="past-steps control">
          {STEPS.map(({ name, byMs }) => (
            <Link key={name} href={at(atMs + byMs)} scroll={false}>
              {name}
            </Link>
          ))}
          <Link
            href={`/timeline?from=${Math.round(atMs - AROUND_MS)}&to=${Math.round(atMs + AROUND_MS)}&at=${Math.round(atMs)}`}
          >
            on the timeline
          </Link>
          <Link href={path}>back to now</Link>
        </span>
      </p>
    </div>
  )
}
