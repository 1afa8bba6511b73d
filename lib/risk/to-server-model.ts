/** A server to simulate, from what is known of a real one: its capacity and its response time at rest. */

import { type Duration, faultOfDuration } from './draw.ts'
import { MAX_SLOTS, type ServerModel } from './pool-model.ts'

/** What nginx and Node ask the kernel for; others ask for 128, or for all that `somaxconn` allows. */
export const USUAL_BACKLOG = 511

export type KnownServer = {
  name: string
  weight: number
  backup: boolean
  /** The middle of its band. */
  capacityPerS: number
  /** Response time while hardly loaded. */
  unloadedMs: number
  /** Standard deviation of response times over their mean while hardly loaded; null where not known: exponential. */
  cv: number | null
  /** HAProxy's `maxconn` of the server line. */
  maxConnections: number | null
  /** Null where not known. */
  backlog: number | null
}

export type ServerModelled =
  | { ok: true; server: ServerModel; assumptions: string[] }
  | { ok: false; reason: string }

/** Little's law at full load: slots = capacity × work on one request, which is then made to fit exactly. */
export function toServerModel(known: KnownServer): ServerModelled {
  const { name, weight, backup, capacityPerS, unloadedMs, cv, maxConnections } = known
  if (!(capacityPerS > 0 && Number.isFinite(capacityPerS)))
    return { ok: false, reason: `capacity of ${name} is not known` }
  if (!(unloadedMs > 0 && Number.isFinite(unloadedMs)))
    return { ok: false, reason: `response time of ${name} is not known` }
  const slots = Math.min(MAX_SLOTS, Math.max(1, Math.round((capacityPerS * unloadedMs) / 1000)))
  const meanMs = (slots * 1000) / capacityPerS
  const service: Duration = cv === null ? { kind: 'exponential', meanMs } : { kind: 'lognormal', meanMs, cv }
  const reason = faultOfDuration(service)
  if (reason) return { ok: false, reason }
  const backlog = known.backlog ?? USUAL_BACKLOG
  const assumptions = [`${name} works on ${slots} requests at once, ${meanMs.toFixed(1)} ms each`]
  if (known.backlog === null)
    assumptions.push(`the kernel of ${name} holds ${USUAL_BACKLOG} connections more`)
  if (maxConnections !== null && maxConnections < slots)
    assumptions.push(`maxconn ${maxConnections} keeps ${name} below what it could do`)
  return { ok: true, server: { name, weight, backup, slots, backlog, maxConnections, service }, assumptions }
}
