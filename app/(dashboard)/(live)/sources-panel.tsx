'use client'

/** How fresh every source is and what it could not read, in short. */

import type { SourceView } from '#lib/views/live-view'
import { useLive } from '../../shell/live-provider.tsx'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import { ageOf } from '../../shell/source-dots.tsx'
import { sourceTone } from '../../shell/source-tone.ts'
import { useNow } from '../../shell/use-now.ts'
import { formatCount, formatMs } from '../../words/format-number.ts'
import { Shape } from '../../words/shape.tsx'

const NONE: SourceView[] = []
const SHOWN = 8

export function SourcesPanel() {
  const sources = useLive((state) => state.shown?.sources ?? NONE)
  const nowMs = useNow()
  const inOrder = [...sources].sort((a, b) => sourceTone(b).rank - sourceTone(a).rank).slice(0, SHOWN)
  return (
    <section className="sources-short panel" aria-labelledby="sources-title">
      <div className="panel-head">
        <h2 id="sources-title">Sources</h2>
        <Link href="/sources" className="shown">
          all {sources.length}
        </Link>
      </div>
      <ul>
        {inOrder.map((source) => {
          const tone = sourceTone(source)
          return (
            <li key={source.name} data-source={source.name} data-tone={tone.tone}>
              <Shape name={tone.shape} />
              <span className="source-name">{source.name}</span>
              <span className="source-word">{tone.word}</span>
              <span className="number">{ageOf(source, nowMs)}</span>
              <span className="number of-lb">
                {source.lagMs === null ? '' : `lag ${formatMs(source.lagMs)}`}
              </span>
              <span className="number of-lb">{troubles(source)}</span>
              {source.state === 'lost' && <span className="number of-lb">{source.lastError}</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function troubles(source: SourceView): string {
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, each) => total + each, 0)
  const [rejected, lost] = [sum(source.rejects), sum(source.losses)]
  return [rejected && `${formatCount(rejected)} rejected`, lost && `${formatCount(lost)} lost`]
    .filter(Boolean)
    .join(' · ')
}
