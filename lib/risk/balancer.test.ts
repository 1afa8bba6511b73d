import { expect, test } from 'vitest'
import { Balancer } from './balancer.ts'
import { EventHeap } from './event-heap.ts'
import { examplePool } from './example-pool.ts'
import type { PoolModel } from './pool-model.ts'
import { createRandom } from './random.ts'
import { SimulatedServer } from './simulated-server.ts'

function pool(weights: number[], change: Partial<PoolModel> = {}, backups = 0) {
  const model = examplePool(weights.length, 0.5, {}, change)
  const servers = weights.map((weight, index) => {
    const server = { ...model.servers[index]!, weight, backup: index >= weights.length - backups }
    return new SimulatedServer(index, server, model.check, new EventHeap(), createRandom(1))
  })
  return { servers, balancer: new Balancer(servers, model) }
}
const chosen = (balancer: Balancer, turns: number, nowMs = 0) =>
  Array.from({ length: turns }, () => balancer.choose(nowMs)?.index ?? -1)
const counts = (list: number[], of: number) =>
  Array.from({ length: of }, (_, index) => list.filter((at) => at === index).length)

test('equal weights take turns; weights share exactly and are interleaved', () => {
  expect(counts(chosen(pool([1, 1, 1]).balancer, 9), 3)).toEqual([3, 3, 3])
  const list = chosen(pool([4, 1, 1]).balancer, 12)
  expect(counts(list, 3)).toEqual([8, 2, 2])
  expect(list.join('')).not.toMatch(/00000/)
})

test('down, drained, in maintenance and weight 0 get nothing', () => {
  const { servers, balancer } = pool([1, 1, 1, 0, 1])
  servers[0]!.up = false
  servers[1]!.admin = 'drain'
  servers[2]!.admin = 'maint'
  balancer.refresh()
  expect(chosen(balancer, 3)).toEqual([4, 4, 4])
})

test('one backup serves when no active server is left, all with allbackups', () => {
  const down = (change: Partial<PoolModel>) => {
    const { servers, balancer } = pool([1, 1, 1], change, 2)
    expect(chosen(balancer, 2)).toEqual([0, 0])
    servers[0]!.up = false
    balancer.refresh()
    return counts(chosen(balancer, 4), 3)
  }
  expect(down({})).toEqual([0, 4, 0])
  expect(down({ allBackups: true })).toEqual([0, 2, 2])
})

test('leastconn picks the fewest connections for its weight, and takes turns among equals', () => {
  const { servers, balancer } = pool([1, 1, 2], { algorithm: 'leastconn' })
  servers[0]!.connections = 5
  servers[1]!.connections = 4
  servers[2]!.connections = 6
  expect(chosen(balancer, 2)).toEqual([2, 2])
  for (const server of servers.slice(0, 2)) server.connections = 1
  expect(counts(chosen(balancer, 6), 3)).toEqual([3, 3, 0])
})

test('slowstart gives a returned server its share bit by bit', () => {
  const { servers, balancer } = pool([1, 1], { slowStartMs: 10_000 })
  servers[1]!.upSinceMs = 0
  balancer.refresh()
  expect(counts(chosen(balancer, 110, 1000), 2)[1]).toBe(10)
  expect(counts(chosen(balancer, 300, 5000), 2)[1]).toBeCloseTo(100, -1)
  expect(counts(chosen(balancer, 100, 20_000), 2)[1]).toBeCloseTo(50, -1)
})

test('servers at their maxconn are passed over, and none is chosen when all are', () => {
  const { servers, balancer } = pool([1, 3])
  for (const server of servers) Object.assign(server, { model: { ...server.model, maxConnections: 2 } })
  servers[1]!.connections = 2
  expect(chosen(balancer, 3)).toEqual([0, 0, 0])
  servers[0]!.connections = 2
  expect(balancer.choose(0)).toBeNull()
})
