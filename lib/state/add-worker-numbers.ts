/** Takes one worker's counters and gauges into a row of the world, and sums what its workers say. */

import type { ServerRates, TrafficSecond, WorkerNumbers } from '../model/server.ts'
import type { Counters, Gauges } from '../model/stats-reading.ts'
import { diffCounters } from './diff-counters.ts'
import { addTraffic, TRAFFIC_WINDOW_S } from './traffic-window.ts'

/** A worker that was not heard of for this long no longer counts. */
export const WORKER_STALE_MS = 15_000
/** Answers closer together than this give no rate: the earlier one stays what the next is taken from. */
export const MIN_ELAPSED_MS = 100

/** The part that servers and pools share. */
type Numbered = {
  gauges: Gauges | null
  rates: ServerRates | null
  counters: Map<string, Counters>
  workers?: Map<string, WorkerNumbers>
}

export type WorkerAnswer = {
  worker: string
  atMs: number
  counters: Counters
  gauges: Gauges
  restarted: boolean
}

const SUMMED = ['sessions', 'sessionsMax', 'sessionLimit', 'queue', 'queueLimit', 'sessionRate'] as const

function sumGauges(newest: WorkerNumbers, all: readonly WorkerNumbers[]): Gauges {
  const gauges = { ...newest.gauges }
  for (const name of SUMMED) {
    const given = all.map((one) => one.gauges[name]).filter((value) => value !== null)
    gauges[name] = given.length === 0 ? null : given.reduce((sum, value) => sum + value, 0)
  }
  return gauges
}

function sumRates(all: readonly WorkerNumbers[]): ServerRates | null {
  const given = all.map((one) => one.rates).filter((rates) => rates !== null)
  if (given.length === 0) return null
  const sum = (name: keyof ServerRates) => given.reduce((total, rates) => total + rates[name], 0)
  return {
    requestRate: sum('requestRate'),
    failureRate: sum('failureRate'),
    bytesInRate: sum('bytesInRate'),
    bytesOutRate: sum('bytesOutRate'),
  }
}

/** Writes into `row` and, where given, `traffic`; rates are per second and null until there are two answers. */
export function addWorkerNumbers(
  row: Numbered,
  answer: WorkerAnswer,
  kind: 'server' | 'pool',
  traffic: TrafficSecond[] | null,
): void {
  const workers = row.workers ?? new Map<string, WorkerNumbers>()
  row.workers = workers
  const before = workers.get(answer.worker)
  const elapsedMs = before === undefined ? 0 : answer.atMs - before.atMs
  if (before !== undefined && elapsedMs < MIN_ELAPSED_MS) return

  let rates: ServerRates | null = null
  const happened =
    before === undefined || answer.restarted ? null : diffCounters(before.counters, answer.counters, kind)
  if (happened !== null) {
    const perSecond = 1000 / elapsedMs
    rates = {
      requestRate: happened.requests * perSecond,
      failureRate: happened.failures * perSecond,
      bytesInRate: happened.bytesIn * perSecond,
      bytesOutRate: happened.bytesOut * perSecond,
    }
    if (traffic !== null && elapsedMs < TRAFFIC_WINDOW_S * 1000) {
      addTraffic(traffic, answer.atMs, happened)
    }
  }
  const { worker, atMs, counters, gauges } = answer
  const newest: WorkerNumbers = { atMs, counters, gauges, rates }
  workers.set(worker, newest)
  row.counters.set(worker, counters)
  for (const [name, numbers] of workers) {
    if (atMs - numbers.atMs > WORKER_STALE_MS) forgetWorker(row, name)
  }
  const all = workers.size === 1 ? [newest] : [...workers.values()]
  row.gauges = all.length === 1 ? gauges : sumGauges(newest, all)
  row.rates = sumRates(all)
}

/** Takes a worker that is gone, or that was restarted, out of the sums. */
export function forgetWorker(row: Numbered, worker: string): void {
  row.workers?.delete(worker)
  row.counters.delete(worker)
}
