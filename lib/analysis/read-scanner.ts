/** The scanner's memory, read: its tables as wasm/scan.as lays them out. */

import { createHistogram, type Histogram } from './histogram.ts'
import type { RollupParts } from './rollup.ts'
import { STRIDE } from './second-table.ts'

export type Tables = {
  memory: WebAssembly.Memory
  countOf(what: number): number
  tableOf(what: number): number
}
export type MinuteIn = { minute: number; start: number; end: number }

/** What `countOf` and `tableOf` are asked for. */
const COUNT = { requests: 0, sessions: 1, outside: 2, servers: 3, ends: 4, seconds: 5, minutes: 6 }
const TABLE = {
  ...{
    servers: 0,
    totals: 1,
    ends: 2,
    histograms: 3,
    endCodes: 4,
    statuses: 5,
    seconds: 6,
    minutes: 7,
    planned: 8,
  },
}
const TOTALS = 16
const STATUSES = 1_000
const HISTOGRAM_PAGES = 272
const HISTOGRAM_CELLS = 256
const PAGE_SECONDS = 1_024

/** `planned`: lines of each plan. */
export const readCounts = (wasm: Tables, plans: number) => ({
  requests: wasm.countOf(COUNT.requests),
  sessions: wasm.countOf(COUNT.sessions),
  outside: wasm.countOf(COUNT.outside),
  planned: Array.from(new Int32Array(wasm.memory.buffer, wasm.tableOf(TABLE.planned), plans)),
})

export function readMinutes(wasm: Tables): MinuteIn[] {
  const count = wasm.countOf(COUNT.minutes)
  const rows = new Int32Array(wasm.memory.buffer, wasm.tableOf(TABLE.minutes), count * 3)
  return Array.from({ length: count }, (_, i) => ({
    ...{ minute: rows[i * 3]!, start: rows[i * 3 + 1]!, end: rows[i * 3 + 2]! },
  }))
}

/** A copy: the scanner may go on. */
export function readRollup(wasm: Tables, hosts: readonly string[]): RollupParts {
  const { buffer } = wasm.memory
  const count = wasm.countOf(COUNT.servers)
  const servers = new Int32Array(buffer, wasm.tableOf(TABLE.servers), count * 4)
  const totals = new Float64Array(buffer, wasm.tableOf(TABLE.totals), count * TOTALS)
  const endsAt = new Int32Array(buffer, wasm.tableOf(TABLE.ends), count)
  const pagesAt = new Int32Array(buffer, wasm.tableOf(TABLE.histograms), count * 2)
  const endCodes = new Int32Array(buffer, wasm.tableOf(TABLE.endCodes), wasm.countOf(COUNT.ends))
  const numbers = Array.from({ length: count }, (_, id) => id)
  const nameOf = (id: number) =>
    new TextDecoder().decode(new Uint8Array(buffer, servers[id * 4]!, servers[id * 4 + 1]!).slice())
  return {
    servers: numbers.map((id) => {
      const ends = new Uint32Array(buffer, endsAt[id]!, endCodes.length)
      return {
        ...{ host: hosts[servers[id * 4 + 3]!]!, name: nameOf(id) },
        totals: totals.slice(id * TOTALS, (id + 1) * TOTALS),
        ends: Array.from(endCodes, (code, at): [number, number] => [code, ends[at]!]).filter(
          ([, times]) => times > 0,
        ),
      }
    }),
    statuses: new Float64Array(buffer, wasm.tableOf(TABLE.statuses), STATUSES).slice(),
    response: numbers.map((id) => readHistogram(buffer, pagesAt[id * 2]!)),
    total: numbers.map((id) => readHistogram(buffer, pagesAt[id * 2 + 1]!)),
    seconds: { slotS: 1, servers: readSeconds(wasm, count) },
  }
}

function readHistogram(buffer: ArrayBuffer, at: number): Histogram {
  const histogram = createHistogram()
  for (const [page, cellsAt] of new Int32Array(buffer, at, HISTOGRAM_PAGES).entries()) {
    if (cellsAt === 0) continue
    const cells = new Uint32Array(buffer, cellsAt, HISTOGRAM_CELLS).slice()
    histogram.pages[page] = cells
    for (const times of cells) histogram.count += times
  }
  return histogram
}

function readSeconds(wasm: Tables, count: number): Map<number, Uint32Array>[] {
  const { buffer } = wasm.memory
  const servers = Array.from({ length: count }, () => new Map<number, Uint32Array>())
  const pages = wasm.countOf(COUNT.seconds)
  const rows = new Int32Array(buffer, wasm.tableOf(TABLE.seconds), pages * 3)
  for (let i = 0; i < pages; i++)
    servers[rows[i * 3]!]!.set(
      rows[i * 3 + 1]!,
      new Uint32Array(buffer, rows[i * 3 + 2]!, PAGE_SECONDS * STRIDE).slice(),
    )
  return servers
}
