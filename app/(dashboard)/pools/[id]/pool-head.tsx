/** The pool's verdict as a sentence, and its own numbers. */

import type { PoolView } from '#lib/views/live-view'
import type { IncidentView } from '#lib/views/network-view'
import { survivesWords } from '../../../forecast/risk-words.ts'
import { LastHeard } from '../../../shell/last-heard.tsx'
import { useLive } from '../../../shell/live-provider.tsx'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import { failingShare, formatCount, formatMs, formatRate, formatShare } from '../../../words/format-number.ts'
import { poolSentence } from './pool-sentence.ts'

const NO_INCIDENTS: IncidentView[] = []

export function PoolHead({ pool, back }: { pool: PoolView; back: string }) {
  const incidents = useLive((state) => state.shown?.incidents ?? NO_INCIDENTS)
  const { tone, lead, rest } = poolSentence(pool, incidents)
  const [sessions, requestRate, failureRate, queue, responseTimeMs] = pool.numbers
  return (
    <section className="headline pool-head">
      <p className="crumbs">
        <Link href={back}>Live</Link> / {pool.loadBalancer} / <strong>{pool.name}</strong>{' '}
        {!pool.fresh && <LastHeard loadBalancer={pool.loadBalancer} />}
      </p>
      <h1 data-tone={tone}>
        <span className="lead">{lead}</span> {rest}
      </h1>
      <p className="pool-numbers" data-stale={!pool.fresh || undefined}>
        {formatRate(requestRate)} req/s · {formatShare(failingShare(requestRate, failureRate))} failing ·{' '}
        {formatCount(sessions)} {sessions === 1 ? 'session' : 'sessions'} · {formatCount(queue)} in queue ·{' '}
        {formatMs(responseTimeMs)} to respond
      </p>
      <nav aria-label="Parts of this page" className="pool-parts control">
        {pool.drains && <a href="#drains">Drains</a>}
        <a href="#checks-title">Servers</a>
        <a href="#evidence-title">Traffic</a>
        <a href="#survives">{sentenceCase((pool.risk && survivesWords(pool.risk)) ?? 'what it survives')}</a>
        <a href="#what-if">What if</a>
        <a href="#checks">Check settings</a>
        <a href="#pool-events-title">Events</a>
      </nav>
    </section>
  )
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
