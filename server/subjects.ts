/** What the store keeps of load balancers, pools and servers: told when new or changed, not with every reading. */

import type { World } from '#lib/model/load-balancer'
import type { Subjects } from './writer.ts'

/** Subjects of one save; a load balancer with thousands of new servers is told over several. */
export const SUBJECTS_A_SAVE = 500

export function createSubjects(world: () => World, now: () => number) {
  const told = new Map<string, string>()
  let left = 0
  function changed<T extends object>(key: string, subject: T): boolean {
    if (left <= 0) return false
    const words = JSON.stringify(subject)
    if (told.get(key) === words) return false
    told.set(key, words)
    left--
    return true
  }
  return (): Subjects => {
    const lastSeenAtMs = now()
    left = SUBJECTS_A_SAVE
    const subjects: Subjects = { loadBalancers: [], pools: [], servers: [] }
    for (const lb of world().loadBalancers.values()) {
      const { name, version, node } = lb
      if (changed(name, { version, node })) subjects.loadBalancers.push({ name, version, node, lastSeenAtMs })
      for (const pool of lb.pools.values()) {
        const id = `${name}/${pool.name}`
        const { mode, algorithm } = pool
        if (changed(id, { mode, algorithm }))
          subjects.pools.push({ id, loadBalancer: name, name: pool.name, mode, algorithm, lastSeenAtMs })
        for (const { name: server, address, backup, weight } of pool.servers.values())
          if (changed(`${id}/${server}`, { address, backup, weight }))
            subjects.servers.push({ pool: id, name: server, address, backup, weight, lastSeenAtMs })
      }
    }
    return subjects
  }
}
