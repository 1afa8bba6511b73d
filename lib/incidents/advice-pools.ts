/** What helps a pool whose health lies or whose servers fail together, naming what was found there. */

import type { Finding } from '../model/finding.ts'
import type { Advice } from '../model/incident.ts'

const SOCKET = 'socat - /run/haproxy/admin.sock'
const ask = (command: string) => `echo "${command}" | ${SOCKET}`

/** `app/web1` of `lb1/app/web1`. */
const inPool = (id: string) => id.slice(id.indexOf('/') + 1)
const subjectOf = (finding: Finding, type: 'pool' | 'server') =>
  inPool(finding.subjects.find((one) => one.type === type)?.id ?? '')

function forLie(finding: Finding): Advice[] {
  const server = subjectOf(finding, 'server')
  const { checkProves, checkStatus } = finding.facts
  const found = `${checkProves}${checkStatus ? ` (${checkStatus})` : ''}`
  return [
    {
      id: 'take-out-liar',
      when: 'now',
      title: `Send ${server} no new visitors`,
      why: `Its check will not do it: ${found}. Drain leaves running requests alone.`,
      lines: [ask(`set server ${server} state drain`)],
    },
    {
      id: 'check-what-visitors-ask',
      when: 'next-time',
      title: 'Let the check ask for what visitors ask for, and let failing traffic count',
      why: `Here ${found}, and requests failed all the same.`,
      lines: [
        `backend ${server.split('/')[0]}`,
        '  option httpchk',
        '  http-check send meth GET uri /ready ver HTTP/1.1 hdr Host www.example.com',
        '  http-check expect status 200',
        '  # ten failed answers in a row count as a failed check',
        '  default-server observe layer7 error-limit 10 on-error fail-check',
      ],
    },
  ]
}

function forShared(finding: Finding): Advice[] {
  const pool = subjectOf(finding, 'pool')
  const names = finding.subjects.filter((one) => one.type === 'server').map((one) => inPool(one.id))
  const checks = Number(finding.facts.checksFail ?? 0)
  const keep: Advice = {
    id: 'keep-them-in',
    when: 'now',
    title: `Keep the servers of ${pool} in, and mend what they share`,
    why: `${finding.facts.failing} of ${finding.facts.servers} fail together; a database, a cache or a service behind them is likelier than each by itself.`,
    lines: checks > 0 ? names.slice(0, 10).map((name) => ask(`disable health ${name}`)) : [],
  }
  if (checks === 0) return [keep]
  return [
    keep,
    {
      id: 'liveness-apart',
      when: 'next-time',
      title: 'Check each server for itself, not for what all of them share',
      why: 'A check that asks the shared dependency takes every server out at once: liveness decides on eviction, readiness of the dependency belongs on a dashboard.',
      lines: [`backend ${pool}`, '  option httpchk GET /live', '  http-check expect status 200'],
    },
  ]
}

const forOutage = (finding: Finding): Advice[] => {
  const pool = subjectOf(finding, 'pool')
  const names = finding.subjects.filter((one) => one.type === 'server').map((one) => inPool(one.id))
  const planned = finding.facts.planned === true
  return [
    {
      id: 'bring-back',
      when: 'now',
      title: planned
        ? `Take a server of ${pool} back into rotation`
        : `Force a server of ${pool} into rotation if it answers`,
      why: planned
        ? 'All were taken out by an operator.'
        : `Every request gets a 503${finding.facts.reason ? `; every check ends with ${finding.facts.reason}` : ''}. A server that answers slowly is better than none.`,
      lines: names
        .slice(0, 3)
        .map((name) => ask(planned ? `set server ${name} state ready` : `set server ${name} health up`)),
    },
    {
      id: 'last-resort',
      when: 'next-time',
      title: 'Give the pool a last resort',
      why: 'With a backup server a page that says sorry takes the place of a 503.',
      lines: [`backend ${pool}`, '  server sorry 10.0.0.250:80 backup'],
    },
  ]
}

const forFlapping = ({ facts, subjects }: Finding): Advice[] => [
  {
    id: 'steadier-checks',
    when: 'next-time',
    title: 'Let it come back later and more slowly',
    why: `rise ${facts.rise ?? 'unknown'} and fall ${facts.fall ?? 'unknown'} were found; ${facts.changes} changes within two minutes each move its visitors. More rise costs time until it is back.`,
    lines: [`server ${inPool(subjects[0]!.id).split('/')[1]} … check rise 5 fall 3 slowstart 30s`],
  },
]

const forQueue = ({ facts }: Finding): Advice[] => [
  {
    id: 'queue-limits',
    when: 'now',
    title: 'Shed load, or add servers',
    why: `${facts.queued} requests wait, ${facts.full} of ${facts.servers} servers are at their maxconn${facts.timeoutQueueMs ? `, and a request may wait ${facts.timeoutQueueMs} ms` : ''}. A longer queue only makes everybody wait longer.`,
    lines: ['timeout queue 2s', '# only where the server really can take more', 'server … maxconn …'],
  },
]

const forSticky = ({ facts }: Finding): Advice[] => [
  {
    id: 'shared-sessions',
    when: 'next-time',
    title: 'Keep sessions where every server can read them',
    why:
      facts.left === undefined
        ? `${facts.clients} clients came with a cookie for ${facts.from ?? 'a server'} that could not serve them, and began anew elsewhere.`
        : `${facts.clients} users were bound to ${facts.from} by a stick table: each begins anew at the next request.`,
    lines: ['# before a deploy: let known clients finish', 'set server app/web1 state drain'],
  },
]

const forDivergent = ({ facts, subjects }: Finding): Advice[] => [
  {
    id: 'which-is-right',
    when: 'now',
    title: `Find out which of them is right, and take the other out`,
    why:
      typeof facts.odd === 'string'
        ? `${facts.page} differs by server; the odd ones are ${facts.odd}: fewer than the others, or older by date.`
        : `${facts.page} differs by server, and as many give the one as the other: ask where the data comes from which is right.`,
    // The subjects begin with those that are odd, where that is known.
    lines: subjects
      .filter((one) => one.type === 'server')
      .slice(0, typeof facts.odd === 'string' ? 1 : 0)
      .map((one) => ask(`set server ${inPool(one.id)} state drain`)),
  },
  {
    id: 'persistence-cures-half',
    when: 'next-time',
    title: 'Session persistence would hide this, not mend it',
    why:
      facts.persistence === true
        ? 'Clients keep to one server here: each sees one version, and those on the stale server see only that.'
        : 'A cookie would end the flicker between versions for each visitor; whoever is kept on the stale server would see stale data for good.',
    lines: [],
  },
]

const forReplication = ({ facts }: Finding): Advice[] => [
  facts.lost !== undefined && facts.lost !== null
    ? {
        id: 'lost-writes',
        when: 'now' as const,
        title: 'Keep the former primary as it is until its last writes are saved',
        why: `${facts.member} became primary ${facts.lost} ${facts.unit} behind the last position seen of ${facts.formerPrimary}: what was written there is not here.`,
        lines: [],
      }
    : {
        id: 'read-from-primary',
        when: 'now' as const,
        title: `Read from the primary until ${facts.member} has caught up`,
        why: 'What was just written is not there yet; a failover to it now would lose it.',
        lines: [],
      },
]

const forUnchecked = (finding: Finding): Advice[] => {
  const server = subjectOf(finding, 'server')
  return [
    {
      id: 'take-out-unchecked',
      when: 'now',
      title: `Take ${server} out without waiting for its check`,
      why: `${finding.text}. Until then its share of the requests goes to it.`,
      lines: [ask(`set server ${server} health down`)],
    },
    {
      id: 'let-traffic-count',
      when: 'next-time',
      title: 'Let connections that fail count as failed checks',
      why: `With inter ${Number(finding.facts.interMs) / 1000} s nothing else tells HAProxy sooner; fastinter shortens the waits after the first failed check.`,
      lines: [
        `backend ${server.split('/')[0]}`,
        '  default-server observe layer4 error-limit 5 on-error fail-check fastinter 1s',
      ],
    },
  ]
}

const forUnproven = (finding: Finding): Advice[] => [
  {
    id: 'prove-more',
    when: 'next-time',
    title: `Let the check of ${subjectOf(finding, 'pool')} ask the application`,
    why: `${finding.text}. A hung application still accepts connections: the kernel does it for it.`,
    lines:
      finding.facts.mode === 'tcp'
        ? ['option tcp-check', 'tcp-check connect', 'tcp-check send-binary …', 'tcp-check expect …']
        : [
            'option httpchk GET /ready',
            'http-check expect status 200',
            'default-server check inter 2s fall 3 rise 2',
          ],
  },
]

/** Nothing for kinds that are not of pools. */
export function adviceForPool(finding: Finding): Advice[] {
  switch (finding.kind) {
    case 'lying-health-check':
      return forLie(finding)
    case 'shared-dependency-failing':
      return forShared(finding)
    case 'pool-outage':
      return forOutage(finding)
    case 'flapping':
      return forFlapping(finding)
    case 'queue-saturation':
      return forQueue(finding)
    case 'sticky-sessions-lost':
      return forSticky(finding)
    case 'divergent-responses':
      return forDivergent(finding)
    case 'replication-lag':
      return forReplication(finding)
    case 'unproven-health-check':
      return finding.rule === 'not-checked-since' ? forUnchecked(finding) : forUnproven(finding)
    default:
      return []
  }
}
