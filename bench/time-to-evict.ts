/** How long HAProxy really leaves a failed server in rotation, beside the predicted range and inter×fall. */

import { stallThatEvicts } from '#lib/risk/stall-that-evicts'
import { type CheckTiming, type MsRange, timeToEvict } from '#lib/risk/time-to-evict'
import type { Bar } from './bars.ts'
import { type RigServer, startRig } from './time-to-evict-rig.ts'

const RUNS = 20
/** A measured time carries the log's way and this process's own delays. */
const CLOCK_SLACK_MS = 60
const SHARE_BAR = 0.95
const CONNECT_MS = 5_000
/** How far from the predicted bounds a stall is tried. */
const STALL_MARGIN_MS = 150
/** HAProxy processes with one server each, and how often each is asked. */
const LONELY = 5
const LONELY_ROUNDS = 4

type Configuration = {
  name: string
  label: string
  shape: 'refuses' | 'accepts-and-is-silent'
  timing: CheckTiming
}

const timing = (interMs: number, fall: number, more: Partial<CheckTiming> = {}): CheckTiming => ({
  interMs,
  fall,
  fastInterMs: null,
  timeoutCheckMs: null,
  timeoutConnectMs: CONNECT_MS,
  waitsForAnswer: true,
  ...more,
})
const hangs = 'accepts-and-is-silent' as const
const CONFIGURATIONS: Configuration[] = [
  { name: 'r12', label: 'refused, 1 s/2', shape: 'refuses', timing: timing(1000, 2) },
  { name: 'h12', label: 'hangs, 1 s/2', shape: hangs, timing: timing(1000, 2) },
  { name: 'r23', label: 'refused, 2 s/3', shape: 'refuses', timing: timing(2000, 3) },
  { name: 'h23', label: 'hangs, 2 s/3', shape: hangs, timing: timing(2000, 3) },
  {
    name: 'hf',
    label: 'hangs, fastinter 0.5 s',
    shape: hangs,
    timing: timing(2000, 3, { fastInterMs: 500 }),
  },
  {
    name: 'ht',
    label: 'hangs, timeout check 0.5 s',
    shape: hangs,
    timing: timing(2000, 3, { timeoutCheckMs: 500 }),
  },
]

export async function run(): Promise<Bar[]> {
  const bars: Bar[] = []
  let inside = 0
  const crowded = await evictions(CONFIGURATIONS, RUNS)
  for (const one of CONFIGURATIONS) {
    const { bar, held } = compare(one, `${one.label}`, crowded.get(one.name) ?? [])
    bars.push(bar)
    inside += held
  }
  const all = CONFIGURATIONS.length * RUNS
  bars.push({
    what: `in the predicted range, all ${CONFIGURATIONS.length} configurations`,
    figure: `${inside} of ${all} (${((100 * inside) / all).toFixed(1)} %)`,
    bar: `≥ ${100 * SHARE_BAR} %`,
    ok: inside / all >= SHARE_BAR,
  })
  bars.push(await alone(CONFIGURATIONS.at(-1)!))
  bars.push(...(await stalls(CONFIGURATIONS.filter((one) => one.shape === hangs))))
  return bars
}

type Eviction = { tookMs: number; failedMs: number[] }

async function evictions(configurations: Configuration[], each: number): Promise<Map<string, Eviction[]>> {
  const rig = await startRig(configurations.map(poolOf), each)
  try {
    const found = await Promise.all(
      rig.servers.map(async (server) => {
        const one = configurations.find(({ name }) => name === server.pool)!
        await pause(Math.random() * one.timing.interMs)
        const failedAtMs = Date.now()
        if (one.shape === 'refuses') server.refuse()
        else server.hang()
        await downWithin(server, 2 * timeToEvict(one.timing, one.shape)!.maxMs)
        const tookMs = server.downAtMs === null ? Number.POSITIVE_INFINITY : server.downAtMs - failedAtMs
        return { pool: server.pool, tookMs, failedMs: server.failedMs }
      }),
    )
    return new Map(configurations.map(({ name }) => [name, found.filter(({ pool }) => pool === name)]))
  } finally {
    await rig.stop()
  }
}

/** The same check in a HAProxy that has nothing else to time: there `timeout check` comes in time. */
async function alone(one: Configuration): Promise<Bar> {
  const found: Eviction[] = []
  for (let round = 0; round < LONELY_ROUNDS; round++) {
    const rigs = await Promise.all(Array.from({ length: LONELY }, () => evictions([one], 1)))
    found.push(...rigs.flatMap((rig) => rig.get(one.name) ?? []))
  }
  return compare(one, `${one.label}, alone in its HAProxy`, found).bar
}

function compare(one: Configuration, what: string, found: Eviction[]): { bar: Bar; held: number } {
  const range = timeToEvict(one.timing, one.shape)!
  const times = found.map(({ tookMs }) => tookMs)
  const held = found.filter(({ tookMs }) => within(tookMs, range)).length
  // What one half's checks reported predicts the other half.
  const halves = [0, 1].map((rest) => found.filter((_, index) => index % 2 === rest))
  const told = halves.map((half) => {
    const checks = half.flatMap(({ failedMs }) => failedMs)
    return timeToEvict(one.timing, one.shape, checks)!
  })
  const heldByTold = halves.flatMap((half, index) =>
    half.filter(({ tookMs }) => within(tookMs, told[1 - index]!)),
  ).length
  const figure = [
    `measured ${seconds({ minMs: Math.min(...times), maxMs: Math.max(...times) })}`,
    `range ${seconds(range)} holds ${held} of ${found.length}`,
    `by the other half's reported checks (${seconds(told[0]!.check)}) ${seconds(told[0]!)} holds ${heldByTold}`,
    `inter×fall ${(one.timing.interMs * one.timing.fall) / 1000} s`,
  ].join('; ')
  return { bar: { what, figure, bar: '', ok: null }, held }
}

const within = (ms: number, { minMs, maxMs }: MsRange): boolean =>
  ms >= minMs - CLOCK_SLACK_MS && ms <= maxMs + CLOCK_SLACK_MS

/** Stalls a little shorter than the shortest that evicts, and a little longer than the one that always does. */
async function stalls(configurations: Configuration[]): Promise<Bar[]> {
  const cases = configurations.flatMap((one) => {
    const bound = stallThatEvicts(one.timing, one.shape)!
    return [
      { ...one, name: `${one.name}-short`, stallMs: bound.shortestMs - STALL_MARGIN_MS, evicts: false },
      { ...one, name: `${one.name}-long`, stallMs: bound.alwaysMs + STALL_MARGIN_MS, evicts: true },
    ]
  })
  const rig = await startRig(cases.map(poolOf), RUNS)
  try {
    await Promise.all(
      rig.servers.map(async (server) => {
        const one = cases.find(({ name }) => name === server.pool)!
        await pause(Math.random() * one.timing.interMs)
        server.hang()
        await pause(one.stallMs)
        server.resume()
      }),
    )
    await pause(CLOCK_SLACK_MS)
    return cases.map((one) => {
      const downs = rig.servers.filter(({ pool, downAtMs }) => pool === one.name && downAtMs !== null).length
      const wanted = one.evicts ? RUNS : 0
      return {
        what: `${one.label}: a stall of ${one.stallMs / 1000} s`,
        figure: `evicts ${downs} of ${RUNS}`,
        bar: one.evicts ? 'all' : 'none',
        ok: Math.abs(downs - wanted) <= RUNS * (1 - SHARE_BAR),
      }
    })
  } finally {
    await rig.stop()
  }
}

function poolOf({ name, timing: { interMs, fastInterMs, fall, timeoutCheckMs } }: Configuration) {
  const directives = ['option httpchk GET /', `timeout connect ${CONNECT_MS}`]
  if (timeoutCheckMs !== null) directives.push(`timeout check ${timeoutCheckMs}`)
  const fast = fastInterMs === null ? '' : ` fastinter ${fastInterMs}`
  return { name, directives, serverOptions: `inter ${interMs}${fast} fall ${fall}` }
}

async function downWithin(server: RigServer, ms: number): Promise<void> {
  const deadlineMs = Date.now() + ms
  while (server.downAtMs === null && Date.now() < deadlineMs) await pause(20)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const seconds = ({ minMs, maxMs }: MsRange) => `${(minMs / 1000).toFixed(2)}–${(maxMs / 1000).toFixed(2)} s`
