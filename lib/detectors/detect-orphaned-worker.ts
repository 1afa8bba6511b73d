/** An old HAProxy worker that a reload left behind because connections are still open on it. */

import { evidence, type FindingDraft, findingDraft, hostSubject, sure } from './finding-draft.ts'
import type { Scene } from './scene.ts'

/** A worker may take this long to finish what it has. */
export const LEFT_MS = 5_000
/** After this it is no longer a matter of patience. */
export const LONG_MS = 600_000

type Old = {
  place: string
  witness: string
  isHost: boolean
  pid: number
  connections: number | null
  sinceMs: number
}

function told(scene: Scene): Old[] {
  return [...scene.world.loadBalancers.values()].flatMap((lb) =>
    lb.oldWorkers
      .filter((worker) => worker.connections === null || worker.connections > 0)
      .map((worker) => ({ place: lb.name, witness: lb.name, isHost: false, ...worker })),
  )
}

/** A worker that listens on nothing and still has connections, while a younger one listens. */
function seen(scene: Scene): Old[] {
  const found: Old[] = []
  for (const host of scene.world.hosts.values()) {
    const workers = host.processes.filter((one) => one.command === 'haproxy')
    const listening = workers.filter((one) => (one.listens?.length ?? 0) > 0)
    for (const one of workers) {
      const { pid, connections } = one
      const id = `${host.name} ${pid}`
      const younger = listening.some(
        (other) => other.pid !== pid && (other.startedAtMs ?? 0) >= (one.startedAtMs ?? 0),
      )
      if (one.listens?.length !== 0 || connections === null || connections === 0 || !younger) continue
      const sinceMs = scene.memory.workers.get(id) ?? host.reportAtMs
      scene.memory.workers.set(id, sinceMs)
      found.push({ place: host.name, witness: host.name, isHost: true, pid, connections, sinceMs })
    }
  }
  const now = new Set(found.map((one) => `${one.place} ${one.pid}`))
  for (const id of scene.memory.workers.keys()) if (!now.has(id)) scene.memory.workers.delete(id)
  return found
}

function toFinding(scene: Scene, old: Old): FindingDraft {
  const { place, pid, connections, sinceMs, isHost } = old
  const long = scene.nowMs - sinceMs >= LONG_MS
  const subject = { type: 'process' as const, id: `${place}/haproxy ${pid}` }
  const count =
    connections === null ? 'connections' : `${connections} connection${connections === 1 ? '' : 's'}`
  return findingDraft(
    {
      kind: 'orphaned-worker',
      rule: 'old-worker-with-connections',
      severity: long ? 'warning' : 'info',
      confidence: sure(connections === null ? 0.7 : 0.95),
      subjects: [subject, isHost ? hostSubject(place) : { type: 'load-balancer', id: place }],
      startedAtMs: sinceMs,
      startedErrorMs: 1_000,
      text: `An old HAProxy worker on ${place} (pid ${pid}) still has ${count} after a reload`,
    },
    {
      thresholds: { leftMs: LEFT_MS, longMs: LONG_MS },
      evidence: [
        evidence(
          'process',
          'owner',
          old.witness,
          subject,
          { atMs: scene.nowMs, errorMs: 1_000 },
          isHost
            ? `pid ${pid} listens on nothing and has ${count}`
            : `The master names pid ${pid} as an old worker`,
        ),
      ],
      facts: { pid, connections, sinceMs },
    },
  )
}

export function detectOrphanedWorker(scene: Scene): FindingDraft[] {
  const byPid = new Map<number, Old>()
  // An agent's word and HAProxy's own are of one and the same process.
  for (const old of [...told(scene), ...seen(scene)]) {
    const known = byPid.get(old.pid)
    if (known === undefined || (known.connections === null && old.connections !== null))
      byPid.set(old.pid, old)
  }
  return [...byPid.values()]
    .filter((old) => scene.nowMs - old.sinceMs >= LEFT_MS)
    .map((old) => toFinding(scene, old))
}
