/** The spool on a made-up clock: what is kept, what is merged, what is told of it. */

import { expect, test } from 'vitest'
import type { HostChange, SocketReading } from '../lib/model/host-report.ts'
import type { ReportBody } from './report-body.ts'
import { createSpool } from './spool.ts'

const made = (ms: number) => ({ atMs: ms, wallMinusSteadyMs: 0, steadyMs: ms })
const bodies = (spool: ReturnType<typeof createSpool>) =>
  spool.batch(10_000, 1e9).map((one) => ({ seq: one.seq, ...(JSON.parse(`{${one.body}}`) as ReportBody) }))
const change = (atMs: number): HostChange => ({
  atMs,
  what: 'address',
  from: null,
  to: { address: '10.0.0.100', prefixLength: 24, link: 'eth0', scope: 'global', usable: true },
})
const socket = (port: number, sendQueue = 0): SocketReading => ({
  local: `10.0.0.1:${port}`,
  remote: '10.0.0.100:443',
  state: 'established',
  sendQueue,
  receiveQueue: 0,
  timer: null,
  detail: null,
  process: null,
})
const look = (atMs: number, put: SocketReading[], gone: string[] = [], full = false): ReportBody => ({
  sockets: { atMs, endedAtMs: atMs, full, put, gone, total: 9, sampled: 1 },
})

test('reports go out in order, and are kept until they are stored', () => {
  const spool = createSpool()
  for (let n = 1; n <= 5; n++) spool.add(made(n), {})
  expect(spool.batch(2, 1e9).map((one) => one.seq)).toEqual([1, 2])
  expect(spool.acknowledge(0, 4)).toBe(false)
  expect(spool.batch(9, 1e9).map((one) => one.seq)).toEqual([4, 5])
  expect(spool.keptFrom()).toBe(1)
  spool.acknowledge(3, 6)
  expect([spool.keptFrom(), spool.size()]).toEqual([4, { reports: 2, bytes: 0, unsent: 0 }])
})

test('a dashboard that forgot gets what is kept again, and it is told that there is less', () => {
  const spool = createSpool()
  for (let n = 1; n <= 5; n++) spool.add(made(n), {})
  spool.acknowledge(2, 6)
  expect(spool.acknowledge(2, 4)).toBe(false)
  expect(bodies(spool).map((one) => one.seq)).toEqual([4, 5])
  expect(spool.acknowledge(0, 1)).toBe(true)
  expect(bodies(spool).map((one) => one.seq)).toEqual([3, 4, 5])
})

test('ten minutes without a dashboard lose nothing', () => {
  const spool = createSpool()
  for (let n = 0; n <= 600; n++) spool.add(made(n * 1000), { changes: [change(n * 1000)] })
  expect(bodies(spool)).toHaveLength(601)
  expect(bodies(spool).some((one) => one.dropped)).toBe(false)
})

test('after that the oldest beats become one: its changes stay, and it says how many it stands for', () => {
  const spool = createSpool()
  const sent: HostChange[] = []
  for (let n = 0; n < 1800; n++) {
    if (n % 100 === 0) sent.push(change(n * 1000))
    spool.add(made(n * 1000), n % 100 === 0 ? { changes: [change(n * 1000)] } : {})
  }
  const all = bodies(spool)
  expect(all.length).toBeLessThan(640)
  expect(all.flatMap((one) => one.changes ?? [])).toEqual(sent)
  const dropped = all[0]?.dropped
  expect(dropped).toMatchObject({ fromMs: 0, limit: '10 minutes of reports' })
  expect(all.length + (dropped?.reports ?? 0)).toBe(1800)
  expect(spool.keptFrom()).toBe(all[0]?.seq)
  expect(all.map((one) => one.seq)).toEqual(all.map((_, n) => n + (all[0]?.seq ?? 0)))
})

test('merged looks are what the last one of them would see', () => {
  const spool = createSpool({ ms: 1000, bytes: 1e9 })
  spool.add(made(0), look(0, [socket(1), socket(2)], [], true))
  spool.add(made(10), look(10, [socket(3), socket(2, 7)], ['10.0.0.1:1 10.0.0.100:443']))
  for (let n = 0; n < 40; n++) spool.add(made(5000 + n), {})
  const [first] = bodies(spool)
  expect(first?.sockets).toMatchObject({ full: true, gone: [], put: [socket(2, 7), socket(3)] })
})

test('bytes have a limit too', () => {
  const spool = createSpool({ ms: 1e9, bytes: 20_000 })
  for (let n = 0; n < 400; n++) spool.add(made(n), { listens: [`${n}`.padEnd(200)] })
  expect(spool.size().bytes).toBeLessThanOrEqual(20_000)
  expect(bodies(spool)[0]?.dropped?.limit).toContain('MB of reports')
})

test('a report that is given up is told with the next', () => {
  const spool = createSpool()
  spool.add(made(1), {})
  spool.add(made(2), {})
  spool.giveUpOldest('refused: odd')
  spool.add(made(3), {})
  const dropped = { reports: 1, fromMs: 1, toMs: 1, limit: 'refused: odd' }
  expect(bodies(spool)).toEqual([{ seq: 2 }, { seq: 3, dropped }])
  expect(spool.keptFrom()).toBe(2)
})
