/** Joins the two legs of a proxied connection: a client's bad connection gets the one to the server, and the other way round. */

import { plainEndpoint } from '../model/endpoint.ts'
import type { BadConnection, OtherLeg } from '../model/finding.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { FindingDraft } from './finding-draft.ts'

/** By how its holder at either far end names the connection: `local remote`. */
function listLegs(loadBalancers: Iterable<LoadBalancer>, wanted: Set<string>): Map<string, OtherLeg> {
  const found = new Map<string, OtherLeg>()
  for (const { name, legs } of loadBalancers)
    for (const [client, { pool, server, local, remote }] of legs ?? []) {
      const space = client.indexOf(' ')
      const [from, listener] = [client.slice(0, space), client.slice(space + 1)]
      const where = { loadBalancer: name, pool, server }
      if (wanted.has(client)) found.set(client, { ...where, local, remote })
      const atServer = `${remote} ${local}`
      if (wanted.has(atServer)) found.set(atServer, { ...where, local: listener, remote: from })
    }
  return found
}

const keyOf = ({ local, remote }: BadConnection) => `${plainEndpoint(local)} ${plainEndpoint(remote)}`

/** As the load balancers told it while they lived; a connection that none has told of stays as it is. */
export function nameLegs(drafts: FindingDraft[], loadBalancers: Iterable<LoadBalancer>): FindingDraft[] {
  const wanted = new Set(drafts.flatMap((one) => one.connections.map(keyOf)))
  if (wanted.size === 0) return drafts
  const legs = listLegs(loadBalancers, wanted)
  if (legs.size === 0) return drafts
  const named = (one: BadConnection): BadConnection => {
    const otherLeg = legs.get(keyOf(one))
    return otherLeg === undefined ? one : { ...one, otherLeg }
  }
  return drafts.map((one) => ({ ...one, connections: one.connections.map(named) }))
}
