/** What check settings can be told from a load balancer's own output, where there is no file. */

import type { CheckKind, Origin, ServerSettings, Setting } from '../../../model/check-settings.ts'
import type { CheckReading, ServerReading } from '../../../model/stats-reading.ts'

/** A failed check as logged (`option log-health-checks`). */
export type FailedCheck = { atMs: number; durationMs: number }

/** Waits between failed checks that are needed before they say what the interval is. */
export const MIN_WAITS = 2
/** Longer waits are another failure, not the same one. */
const MAX_WAIT_MS = 300_000

const UNKNOWN: Origin = { from: 'unknown' }
const unknown = <T>(value: T): Setting<T> => ({ value, origin: UNKNOWN })
const seen = <T>(value: T, why: string): Setting<T> => ({ value, origin: { from: 'behaviour', why } })
const maybe = <T>(value: T | null, why: string): Setting<T | null> =>
  value === null ? unknown(null) : seen(value, why)

/** `failed`: this server's failed checks while it was up, oldest first. */
export function settingsFromBehaviour(
  reading: ServerReading,
  failed: readonly FailedCheck[] = [],
): ServerSettings {
  const { check, agent, claim } = reading
  const kind = kindSeen(reading)
  const tracked = reading.tracked ?? claim.via
  const limit = reading.gauges.sessionLimit
  return {
    server: reading.server,
    count: 1,
    ...addressOf(reading.address),
    at: null,
    kind,
    proves: provesSeen(kind, check, tracked),
    waitsForAnswer: !['unknown', 'none', 'l4'].includes(kind),
    checkTls: kind === 'l6',
    check:
      kind === 'unknown'
        ? unknown(false)
        : seen(!['none', 'agent', 'tracked'].includes(kind), 'check_status'),
    interMs: unknown(null),
    // Failed checks follow at fastinter where it is set, at inter else: which of them is not to be told.
    fastInterMs: maybe(intervalSeen(failed), 'waits between failed checks in the log'),
    downInterMs: unknown(null),
    fall: maybe(check.fall, 'check_fall'),
    rise: maybe(check.rise, 'check_rise'),
    checkPort: unknown(null),
    checkAddress: unknown(null),
    track: maybe(tracked, 'tracked'),
    agentCheck: agent.status === null ? unknown(false) : seen(true, 'agent_status'),
    agentInterMs: unknown(null),
    agentPort: unknown(null),
    slowStartMs: unknown(null),
    onMarkedDown: unknown(null),
    onMarkedUp: unknown(null),
    observe: check.status === 'HANA' ? seen('seen at work', 'check_status HANA') : unknown(null),
    onError: unknown(null),
    errorLimit: unknown(null),
    weight: maybe(reading.userWeight ?? reading.weight, 'weight'),
    maxConnections: maybe(limit, 'slim'),
    maxQueue: maybe(reading.gauges.queueLimit, 'qlimit'),
    backup: seen(reading.backup, 'bck'),
    disabled: unknown(false),
    cookie: maybe(reading.cookie, 'cookie'),
    tcpUserTimeoutMs: unknown(null),
    tls: unknown(false),
    resolvers: unknown(null),
    initAddress: unknown(null),
  }
}

/** `unknown` where the output does not tell: logs only, a first check still to come, or one that failed below its level. */
function kindSeen({ check, agent, claim, tracked }: ServerReading): CheckKind {
  if (tracked !== null || claim.by === 'tracked') return 'tracked'
  const status = check.status
  if (status === null) {
    if (agent.status !== null) return 'agent'
    return claim.kind === 'no-check' ? 'none' : 'unknown'
  }
  if (status.startsWith('L7')) return 'l7'
  if (status.startsWith('PROC')) return 'external'
  if (status.startsWith('L6')) return status === 'L6OK' ? 'l6' : 'unknown'
  return status === 'L4OK' ? 'l4' : 'unknown'
}

function provesSeen(kind: CheckKind, check: CheckReading, tracked: string | null): string {
  if (kind === 'unknown') return 'not known yet'
  if (kind === 'none') return 'nothing: no check'
  if (kind === 'tracked')
    return tracked === null ? 'what another server’s check proves' : `what ${tracked} proves`
  if (kind === 'agent') return 'the agent says so'
  if (kind === 'external') return 'an external program says so'
  if (kind === 'l4') return 'the port accepts'
  if (kind === 'l6') return 'TLS handshake'
  const passed = check.status === 'L7OK' || check.status === 'L7OKC'
  return passed && check.code !== null && check.code > 0
    ? `the application answers ${check.code}`
    : 'the application answers'
}

/** The middle of what lies between the end of one failed check and the start of the next, in ms. */
export function intervalSeen(failed: readonly FailedCheck[]): number | null {
  const waits: number[] = []
  for (const [index, { atMs, durationMs }] of failed.entries()) {
    const before = failed[index - 1]
    const waitMs = before ? atMs - before.atMs - durationMs : -1
    if (waitMs > 0 && waitMs <= MAX_WAIT_MS) waits.push(waitMs)
  }
  if (waits.length < MIN_WAITS) return null
  waits.sort((a, b) => a - b)
  return Math.round(waits[Math.floor(waits.length / 2)]!)
}

function addressOf(text: string | null): { address: string | null; port: number | null } {
  const found = /^(.*):(\d{1,5})$/.exec(text ?? '')
  return found ? { address: found[1]!, port: Number(found[2]) } : { address: text, port: null }
}
