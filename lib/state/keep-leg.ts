/** Remembers over which connection to a server a client's goes on: told by `show sess`, or by a log line that names all four ends. */

import { endpointText, plainAddress } from '../model/endpoint.ts'
import type { Leg, LoadBalancer } from '../model/load-balancer.ts'
import type { Exchange } from '../model/log-record.ts'

/** A pair is remembered for this long after it was last told: it may be asked for when the load balancer is gone. */
export const LEG_KEPT_MS = 600_000
export const MAX_LEGS = 20_000

/** The map's order is that of the last word: the oldest pairs go first. */
export function keepLeg(lb: LoadBalancer, client: string, listener: string, leg: Leg): void {
  const legs = lb.legs ?? new Map<string, Leg>()
  lb.legs = legs
  const key = `${client} ${listener}`
  legs.delete(key)
  legs.set(key, leg)
  for (const [oldest, { atMs }] of legs) {
    if (legs.size <= MAX_LEGS && atMs > leg.atMs - LEG_KEPT_MS) break
    legs.delete(oldest)
  }
}

function endpoint(ip: string | null | undefined, port: string | number | null | undefined): string | null {
  const hasBoth = ip && ip !== '-' && Number(port) > 0
  return hasBoth ? endpointText({ address: plainAddress(ip), port: String(port) }) : null
}

/** `%ci:%cp %fi:%fp` and `%bi:%bp`, and `%si:%sp` where the format has them; else the server's configured address. */
export function keepLoggedLeg(lb: LoadBalancer, exchange: Exchange, atMs: number): void {
  const { fields, pool, server } = exchange
  if (!fields || server === null) return
  const { client } = exchange
  const from = endpoint(client.ip, client.port)
  const listener = endpoint(fields.fi, fields.fp)
  const local = endpoint(fields.bi, fields.bp)
  if (from === null || listener === null || local === null) return
  const configured = lb.pools.get(pool ?? '')?.servers.get(server)?.address ?? null
  const remote = endpoint(fields.si, fields.sp) ?? configured
  if (remote !== null) keepLeg(lb, from, listener, { pool, server, local, remote, atMs })
}
