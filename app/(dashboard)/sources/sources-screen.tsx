'use client'
/** Every source there is, the worst first. */

import type { SourceView } from '#lib/views/live-view'
import './sources.css'
import { useLive } from '../../shell/live-provider.tsx'
import { sourceTone } from '../../shell/source-tone.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { plural } from '../../words/format-number.ts'
import { SourceCard } from './source-card.tsx'

const NONE: SourceView[] = []

export function SourcesScreen() {
  const sources = useLive((state) => state.shown?.sources ?? NONE)
  const known = useLive((state) => state.shown !== null)
  const nowMs = useNow()
  const { zone } = useUrlState()
  const inOrder = [...sources].sort(
    (a, b) => sourceTone(b).rank - sourceTone(a).rank || (a.name < b.name ? -1 : 1),
  )
  const silent = sources.filter(
    (source) => !source.fresh && source.state !== 'waiting' && source.state !== 'ended',
  )
  return (
    <section aria-labelledby="sources-page-title">
      <h1 id="sources-page-title">{sentence(known, sources.length, silent)}</h1>
      <ul className="source-cards">
        {inOrder.map((source) => (
          <SourceCard key={source.name} source={source} nowMs={nowMs} zone={zone} />
        ))}
      </ul>
    </section>
  )
}

function sentence(known: boolean, count: number, silent: SourceView[]): string {
  if (!known) return 'Connecting. Nothing is known of the sources yet.'
  if (count === 0) return 'No source is connected. Each way to connect one is below.'
  if (silent.length === 0) return `${plural(count, 'source')}, all as fresh as they should be.`
  const names = silent.map((source) => source.name).join(', ')
  return `${silent.length} of ${plural(count, 'source')} ${silent.length === 1 ? 'is' : 'are'} silent: ${names}.`
}
