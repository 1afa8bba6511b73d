/** The pool's verdict as a sentence, and its own numbers. */

import Link from 'next/link'
import type { PoolView } from '#lib/views/live-view'
import { LastHeard } from '../../shell/last-heard.tsx'
import { failingShare, formatCount, formatMs, formatRate, formatShare } from '../../words/format-number.ts'
import { poolSentence } from './pool-sentence.ts'

export function PoolHead({ pool, back }: { pool: PoolView; back: string }) {
  const { tone, lead, rest } = poolSentence(pool)
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
    </section>
  )
}
