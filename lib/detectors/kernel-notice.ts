/** How long a host's kernel takes to notice by itself that a connection is dead, from the settings found there. */

import type { KernelNotice } from '../model/finding.ts'
import type { HostSettings } from '../model/host-report.ts'

const MIN_RTO_MS = 200
const MAX_RTO_MS = 120_000

const seconds = (ms: number) => (ms >= 10_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 1000).toFixed(1)} s`)

/** The kernel gives up after `retries2` + 1 timeouts, each twice the one before, at most 120 s. */
export function giveUpMs(retries2: number): number {
  let total = 0
  for (let timeout = MIN_RTO_MS, left = retries2 + 1; left > 0; left--, timeout *= 2)
    total += Math.min(MAX_RTO_MS, timeout)
  return total
}

/** Data in flight: keepalive plays no part in it. */
export function busyNotice(settings: HostSettings | null): KernelNotice {
  const retries2 = settings?.retries2 ?? null
  const ms = giveUpMs(retries2 ?? 15)
  const found =
    retries2 === null ? 'tcp_retries2 was not read; at its default of 15' : `tcp_retries2 is ${retries2}`
  return {
    fromMs: ms,
    toMs: Math.round(ms * 1.2),
    text: `${found}: the kernel gives up after about ${seconds(ms)}`,
  }
}

/** Nothing in flight: only keepalive can tell, and only on sockets that asked for it. */
export function idleNotice(settings: HostSettings | null, keepalive: boolean | null): KernelNotice {
  const {
    keepaliveTimeS: time,
    keepaliveIntervalS: interval,
    keepaliveProbes: probes,
  } = settings ?? {
    keepaliveTimeS: null,
    keepaliveIntervalS: null,
    keepaliveProbes: null,
  }
  if (keepalive !== true || time === null || interval === null || probes === null) {
    const unknown = keepalive === null ? 'no keepalive timer was seen on them' : 'they use no keepalive'
    return { fromMs: null, toMs: null, text: `Nothing is in flight and ${unknown}: the kernel never notices` }
  }
  return {
    fromMs: time * 1000,
    toMs: (time + interval * probes) * 1000,
    text: `Keepalive after ${time} s, ${probes} probes ${interval} s apart: the kernel notices after ${time} to ${time + interval * probes} s`,
  }
}
