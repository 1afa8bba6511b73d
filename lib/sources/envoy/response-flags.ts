/** Envoy's response flags, short and long, as HAProxy's two letters where they mean the same. */

/** What a flag's letters depend on beside itself. */
export type Circumstances = {
  /** Of the answer that the client saw the head of; null where there was none. */
  status: number | null
  /** `%RESPONSE_CODE_DETAILS%` and why the transport failed, where the format has them. */
  details: string | null
}

type Letters = string | null | ((circumstances: Circumstances) => string | null)

/** Before the head of the answer Envoy makes up a 5xx of its own; later the server's status stands. */
const byProgress =
  (before: string, after: string) =>
  ({ status }: Circumstances): string =>
    status !== null && status < 500 ? after : before

const unconnected = ({ details }: Circumstances): string =>
  details !== null && /timeout|timed.out/i.test(details) ? 'sC' : 'SC'

const clientLeft = ({ status }: Circumstances): string => (status === null || status === 499 ? 'CH' : 'CD')

/** Idle streams: which side was silent is told by the status that Envoy gave for it. */
const idle = ({ status }: Circumstances): string | null =>
  status === 408 ? 'cR' : status === 504 ? 'sH' : null

const REFUSED = 'PR'

/** By Envoy's short name, then its long one. Null: how it ended is not told by that flag. */
const FLAGS: readonly (readonly [short: string, long: string, letters: Letters])[] = [
  ['UF', 'UpstreamConnectionFailure', unconnected],
  ['UH', 'NoHealthyUpstream', 'SC'],
  ['DF', 'DnsResolutionFailed', 'SC'],
  ['UO', 'UpstreamOverflow', 'SQ'],
  ['UT', 'UpstreamRequestTimeout', byProgress('sH', 'sD')],
  ['UC', 'UpstreamConnectionTermination', byProgress('SH', 'SD')],
  ['UR', 'UpstreamRemoteReset', byProgress('SH', 'SD')],
  ['UMSDR', 'UpstreamMaxStreamDurationReached', byProgress('sH', 'sD')],
  ['UPE', 'UpstreamProtocolError', 'PH'],
  ['DC', 'DownstreamConnectionTermination', clientLeft],
  ['DR', 'DownstreamRemoteReset', clientLeft],
  ['SI', 'StreamIdleTimeout', idle],
  ['NR', 'NoRouteFound', REFUSED],
  ['NC', 'NoClusterFound', REFUSED],
  ['FI', 'FaultInjected', REFUSED],
  ['RL', 'RateLimited', REFUSED],
  ['RLSE', 'RateLimitServiceError', REFUSED],
  ['UAEX', 'UnauthorizedExternalService', REFUSED],
  ['IH', 'InvalidEnvoyRequestHeaders', REFUSED],
  ['DPE', 'DownstreamProtocolError', REFUSED],
  ['NFCF', 'NoFilterConfigFound', REFUSED],
  ['OM', 'OverloadManagerTerminated', REFUSED],
  ['DO', 'DropOverLoad', REFUSED],
  ['UDO', 'UnconditionalDropOverload', REFUSED],
  ['LH', 'FailedLocalHealthCheck', 'LR'],
  ['RFCF', 'ResponseFromCacheFilter', 'LR'],
  ['LR', 'LocalReset', null],
  ['DT', 'DurationTimeout', null],
  ['URX', 'UpstreamRetryLimitExceeded', null],
  ['DI', 'DelayInjected', null],
]

const LETTERS: ReadonlyMap<string, Letters> = new Map(
  FLAGS.flatMap(([short, long, letters]) => [
    [short, letters],
    [long, letters],
    // Written so by Istio's and Envoy's older long format.
    [long.replace('OverLoad', 'Overload'), letters],
  ]),
)

/** `UF,URX`: the first flag that tells. `-` ended well; null where no flag, or only ones without a meaning, is there. */
export function terminationOf(flags: string | null, circumstances: Circumstances): string | null {
  if (flags === '-') return circumstances.details === 'direct_response' ? 'LR' : '--'
  if (flags === null) return null
  for (const flag of flags.split(',')) {
    const letters = LETTERS.get(flag)
    const told = typeof letters === 'function' ? letters(circumstances) : letters
    if (told) return told
  }
  return null
}

/** The request was never meant for a group of servers: no route leads to one. */
export function isUnrouted(flags: string | null): boolean {
  return flags !== null && /^(?:NR|NoRouteFound)\b/.test(flags)
}
