'use client'
/** How fresh every source is, in the header: shape, colour and age; the worst are always among those shown. */

import Link from 'next/link'
import type { SourceView } from '#lib/views/live-view'
import { formatSpan } from '../words/format-time.ts'
import { Shape } from '../words/shape.tsx'
import { useLive } from './live-provider.tsx'
import { sourceTone } from './source-tone.ts'
import { useNow } from './use-now.ts'

const SHOWN = 4
const NO_SOURCES: SourceView[] = []

export function SourceDots() {
  const sources = useLive((state) => state.shown?.sources ?? NO_SOURCES)
  const nowMs = useNow()
  if (sources.length === 0) return null
  const inOrder = [...sources].sort((a, b) => sourceTone(b).rank - sourceTone(a).rank)
  const rest = inOrder.slice(SHOWN)
  return (
    <ul className="source-dots" aria-label="Age of every source’s last reading">
      {inOrder.slice(0, SHOWN).map((source) => (
        <li
          key={source.name}
          data-tone={sourceTone(source).tone}
          title={`${source.address}: ${source.state}`}
        >
          <Shape name={sourceTone(source).shape} />
          <span className="out-of-sight">{sourceTone(source).word}: </span>
          {source.name} <span className="age">{ageOf(source, nowMs)}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li data-tone={rest[0] ? sourceTone(rest[0]).tone : 'muted'}>
          <Link href="/sources">+{rest.length} more</Link>
        </li>
      )}
    </ul>
  )
}

export function ageOf(source: SourceView, nowMs: number | null): string {
  if (source.lastReadingAtMs === null || nowMs === null) return source.state
  return formatSpan(nowMs - source.lastReadingAtMs)
}
