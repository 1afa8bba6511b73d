/** A finding that opened or ended, as an event on the tape: of a pool or a server also on that pool's own. */

import type { Finding, Subject } from '../model/finding.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

const IN_LOAD_BALANCER: ReadonlySet<Subject['type']> = new Set(['load-balancer', 'pool', 'server'])

/** `lb1/app/web1`; empty for what is of no load balancer. */
function placeOf(about: Subject | undefined): {
  loadBalancer: string
  pool: string | null
  server: string | null
} {
  const [loadBalancer = '', pool = null, server = null] =
    about && IN_LOAD_BALANCER.has(about.type) ? about.id.split('/') : []
  return { loadBalancer, pool, server }
}

export function draftFromFinding(finding: Finding, to: 'opened' | 'ended', nowMs: number): EventDraft {
  const atMs = to === 'opened' ? finding.startedAtMs : (finding.endedAtMs ?? nowMs)
  const about = finding.subjects[0]
  const host = finding.subjects.find((one) => one.type === 'host')?.id ?? null
  const { loadBalancer, pool, server } = placeOf(about)
  return eventDraft(
    {
      kind: 'finding',
      loadBalancer,
      source: 'polygraph',
      atMs: Math.round(atMs),
      errorMs: Math.ceil(Math.min(finding.startedErrorMs, 60_000)),
      observedAtMs: to === 'opened' ? finding.detectedAtMs : nowMs,
    },
    {
      ...{ host, pool, server, about: finding.id },
      from: `${about?.type ?? ''} ${about?.id ?? ''}`,
      to,
      reason: finding.text,
    },
  )
}
