/** A drain that does not come to its end: who holds it, and why. */

import type { Drain, DrainStuck } from '../../model/drain.ts'
import { evidence, type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import { drainSubjects, sessionsWord, sessionWords, spanWords } from './drain-words.ts'
import { STUCK_AFTER_MS, STUCK_ANYWAY_MS } from './judge-drain.ts'
import type { PoolScene } from './pool-scene.ts'

/** Sessions named in the evidence. */
const NAMED = 10

function why({ why }: DrainStuck, drain: Drain, nowMs: number): string {
  const left = sessionsWord(drain.sessionsLeft ?? 0)
  if (why === 'persistence')
    return `persistent clients keep coming back, ${drain.stickyArrivals} times so far`
  if (why === 'deadline-passed')
    return `${left} still open ${spanWords(nowMs - drain.deadlineMs!)} after its ${drain.deadlineFrom ?? 'deadline'} ended`
  return `${left} left and nobody leaves`
}

function toFinding(drain: Drain, stuck: DrainStuck, nowMs: number): FindingDraft {
  const subjects = drainSubjects(drain)
  const { loadBalancer, pool, server, sessions, sessionsLeft } = drain
  const [first] = sessions
  const on = first && stuck.why !== 'persistence' ? `; longest ${sessionWords(first)}` : ''
  const when = { atMs: nowMs, errorMs: 1_000 }
  const named = sessions
    .slice(0, NAMED)
    .map((one) =>
      evidence('traffic', 'owner', loadBalancer, subjects[0]!, when, `Still open: ${sessionWords(one)}`),
    )
  const told = evidence(
    'claim',
    'owner',
    loadBalancer,
    subjects[0]!,
    { atMs: drain.startedAtMs, errorMs: drain.startedErrorMs },
    `${server} drains (${drain.how}) since ${spanWords(nowMs - drain.startedAtMs)}: ${why(stuck, drain, nowMs)}`,
  )
  return findingDraft(
    {
      kind: 'stuck-drain',
      rule: `drain-${stuck.why}`,
      severity: 'warning',
      confidence: sure(stuck.why === 'nobody-leaves' ? 0.85 : 0.95),
      subjects,
      startedAtMs: stuck.sinceMs,
      startedErrorMs: 1_000,
      text: `The drain of ${pool}/${server} is stuck: ${why(stuck, drain, nowMs)}${on}`,
    },
    {
      thresholds: { stuckAfterMs: STUCK_AFTER_MS, stuckAnywayMs: STUCK_ANYWAY_MS },
      evidence: [told, ...named],
      facts: {
        cause: stuck.why,
        how: drain.how,
        drainStartedAtMs: drain.startedAtMs,
        sessionsLeft,
        stickyArrivals: drain.stickyArrivals,
        client: first?.client ?? null,
        command: first?.command?.command ?? null,
      },
    },
  )
}

export function detectStuckDrain({ world, nowMs, isFresh }: PoolScene): FindingDraft[] {
  return [...world.loadBalancers.values()].flatMap((lb) =>
    isFresh(lb)
      ? [...(lb.drains?.values() ?? [])].flatMap((drain) =>
          drain.stuck === null ? [] : [toFinding(drain, drain.stuck, nowMs)],
        )
      : [],
  )
}
