/** Which server HAProxy gives the next request to: weighted round robin or leastconn, backups last, slowstart. */

import type { PoolModel } from './pool-model.ts'
import type { SimulatedServer } from './simulated-server.ts'

/** A server in its slowstart gets at least this share of its weight. */
const LEAST_SHARE = 0.05

export class Balancer {
  /** Those that get traffic now: UP and ready, active ones before backups. */
  usable: SimulatedServer[] = []
  private next = 0
  private equal = true

  constructor(
    private servers: readonly SimulatedServer[],
    private model: PoolModel,
  ) {
    this.refresh()
  }

  /** After any server changed what it is. */
  refresh(): void {
    const fit = this.servers.filter(({ up, admin, model }) => up && admin === 'ready' && model.weight > 0)
    const active = fit.filter(({ model }) => !model.backup)
    const backups = this.model.allBackups ? fit : fit.slice(0, 1)
    this.usable = active.length > 0 ? active : backups
    const weight = this.usable[0]?.model.weight
    this.equal =
      this.model.algorithm === 'roundrobin' &&
      this.usable.every((s) => s.model.weight === weight && s.upSinceMs === Number.NEGATIVE_INFINITY)
    for (const server of this.servers) server.credit = 0
  }

  /** Null where every usable server has its `maxconn`, or there is none. */
  choose(nowMs: number): SimulatedServer | null {
    if (this.equal) return this.chooseInTurn()
    return this.model.algorithm === 'leastconn' ? this.chooseLeast(nowMs) : this.chooseByCredit(nowMs)
  }

  private chooseInTurn(): SimulatedServer | null {
    const { usable } = this
    for (let tried = 0; tried < usable.length; tried++) {
      this.next = this.next + 1 < usable.length ? this.next + 1 : 0
      const server = usable[this.next]!
      if (!server.isFull()) return server
    }
    return null
  }

  private chooseByCredit(nowMs: number): SimulatedServer | null {
    let best: SimulatedServer | null = null
    let total = 0
    for (const server of this.usable) {
      if (server.isFull()) continue
      const weight = this.weightOf(server, nowMs)
      server.credit += weight
      total += weight
      if (best === null || server.credit > best.credit) best = server
    }
    if (best) best.credit -= total
    return best
  }

  private chooseLeast(nowMs: number): SimulatedServer | null {
    let best: SimulatedServer | null = null
    let least = Number.POSITIVE_INFINITY
    for (const server of this.usable) {
      if (server.isFull()) continue
      const load = (server.connections + 1) / this.weightOf(server, nowMs)
      if (load > least || (load === least && best !== null && server.credit > best.credit)) continue
      best = server
      least = load
    }
    if (best) best.credit = ++this.next
    return best
  }

  private weightOf(server: SimulatedServer, nowMs: number): number {
    const { slowStartMs } = this.model
    const share = slowStartMs > 0 ? (nowMs - server.upSinceMs) / slowStartMs : 1
    return server.model.weight * Math.min(1, Math.max(LEAST_SHARE, share))
  }
}
