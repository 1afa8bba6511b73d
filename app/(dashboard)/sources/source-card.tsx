'use client'
/** One source: state, freshness, lag, clock, what it read, rejected and lost, and what went wrong last. */

import type { ReactNode } from 'react'
import type { SourceView } from '#lib/views/live-view'
import { ageOf } from '../../shell/source-dots.tsx'
import { sourceTone } from '../../shell/source-tone.ts'
import { formatCount, formatMs, NONE } from '../../words/format-number.ts'
import { formatClock, formatSpan, type Zone, zoneName } from '../../words/format-time.ts'
import { Shape } from '../../words/shape.tsx'
import { Losses, Rejects } from './rejects.tsx'

const KINDS: Record<SourceView['kind'], string> = {
  'haproxy-socket': 'HAProxy Runtime API',
  'haproxy-http': 'HAProxy stats page',
  syslog: 'syslog receiver',
  file: 'log file',
  'events-ring': 'HAProxy events ring',
  probe: 'direct probes',
  ingest: 'pushed lines',
  agent: 'host agent',
  replay: 'recording',
}

type Props = { source: SourceView; nowMs: number | null; zone: Zone }

export function SourceCard({ source, nowMs, zone }: Props) {
  const tone = sourceTone(source)
  const { lastReadingAtMs, lagMs, clockOffsetMs, clockErrorMs, retryAtMs } = source
  return (
    <li className="panel source-card" data-source={source.name} data-state={source.state}>
      <div className="panel-head">
        <h2>{source.name}</h2>
        <span>{KINDS[source.kind]}</span>
        <code>{source.address}</code>
        <span className="shown" data-tone={tone.tone}>
          <Shape name={tone.shape} />
          {tone.word} {lastReadingAtMs !== null && ageOf(source, nowMs)}
        </span>
      </div>
      <dl>
        <Fact name="last reading">
          {lastReadingAtMs === null
            ? 'none yet'
            : `${formatClock(lastReadingAtMs, zone)} ${zoneName(zone, lastReadingAtMs)}`}
        </Fact>
        <Fact name="lag">{formatMs(lagMs)}</Fact>
        <Fact name="clock">
          {clockOffsetMs === null
            ? 'not measured yet'
            : `${clockOffsetMs > 0 ? '+' : ''}${clockOffsetMs.toFixed(1)} ms ${clockErrorMs === null ? '' : `± ${clockErrorMs.toFixed(1)} ms`}`}
        </Fact>
        <Fact name="readings">{formatCount(source.readings)}</Fact>
        <Fact name="load balancer">
          {source.loadBalancer ?? (source.kind === 'syslog' ? 'by the line’s host' : NONE)}
        </Fact>
      </dl>
      {source.lastError && (
        <p className="source-error">
          <strong>Last error:</strong> {source.lastError}
          {retryAtMs !== null && nowMs !== null && (
            <>
              . Tries again in {formatSpan(retryAtMs - nowMs)}, at {formatClock(retryAtMs, zone)}.
            </>
          )}
        </p>
      )}
      <Rejects counts={source.rejects} samples={source.rejectSamples} />
      <Losses counts={source.losses} />
    </li>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd suppressHydrationWarning>{children}</dd>
    </div>
  )
}
