/** What the detectors cost: 1,000 servers, 5,000 log lines a second and their statistics, by the processor's own time. */

import { detectPools } from '#lib/detectors/pools/detect-pools'
import { createPoolMemory } from '#lib/detectors/pools/pool-memory'
import { createTracker, trackFindings } from '#lib/detectors/track-findings'
import { advanceIncidents, createIncidents } from '#lib/incidents/advance-incidents'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { createDrains } from '#lib/pipeline/drains'
import { judgeLoadBalancer } from '#lib/pipeline/judge-load-balancer'
import { quietPort } from '#lib/pipeline/quiet-port'
import { readRaw } from '#lib/pipeline/read-raw'
import { createRisks } from '#lib/pipeline/risks'
import { applyLog } from '#lib/state/apply-log'
import { applyStats } from '#lib/state/apply-stats'
import { createWorld } from '#lib/state/create-world'
import { atMost, type Bar, told } from './bars.ts'
import { type BenchSite, createSite } from './detectors-site.ts'

export const LINES_PER_SECOND = 5_000
export const SERVERS = 1_000
const WARM_UP_S = 15
const MEASURED_S = 40
const LOOKS = 4
const BAR_PERCENT = 15
const START_MS = Date.UTC(2026, 10, 21, 9, 8, 0)

const DETECTING = ['log lines', 'verdicts', 'drains', 'risks', 'findings', 'incidents'] as const
type Spent = Record<'parsing' | 'statistics' | (typeof DETECTING)[number], number>

const ignore = () => undefined

/** Processor time of this process, ms: what else runs on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function play(site: BenchSite) {
  const world = createWorld()
  const memory = createPoolMemory()
  const tracker = createTracker()
  const incidents = createIncidents()
  const drains = createDrains(world, ignore)
  const risks = createRisks(world, ignore)
  const spent: Spent = {
    ...{ parsing: 0, statistics: 0, 'log lines': 0, verdicts: 0 },
    ...{ drains: 0, risks: 0, findings: 0, incidents: 0 },
  }
  const kinds = new Map<string, number>()
  const alarms = new Set<string>()
  let measuring = false
  let worstLookMs = 0

  function timed<T>(what: keyof Spent, work: () => T): T {
    const before = cpuMs()
    const result = work()
    const tookMs = cpuMs() - before
    if (measuring) spent[what] += tookMs
    if (measuring && what === 'findings') worstLookMs = Math.max(worstLookMs, tookMs)
    return result
  }
  const judge = (nowMs: number) => {
    for (const lb of world.loadBalancers.values()) judgeLoadBalancer(lb, { nowMs, fresh: true })
  }

  for (let second = 0; second < WARM_UP_S + MEASURED_S; second++) {
    measuring = second >= WARM_UP_S
    for (let look = 0; look < LOOKS; look++) {
      const nowMs = START_MS + second * 1000 + (look * 1000) / LOOKS
      const raws = site.lines(nowMs, LINES_PER_SECOND / LOOKS)
      const readings = timed('parsing', () => raws.flatMap((raw) => readRaw(raw, null).reading ?? []))
      const logged = readings.filter((reading) => reading.kind === 'log')
      timed('log lines', () => {
        for (const reading of logged) applyLog(world, reading, 'lb1')
      })
      timed('drains', () => {
        for (const reading of logged) drains.takeLog(reading, 'lb1', null)
      })
      timed('risks', () => {
        for (const reading of logged) risks.logged(reading, 'lb1', null)
      })
      if (look === 0) {
        const { reading } = readRaw(site.statistics(nowMs), null)
        timed('statistics', () => reading?.kind === 'stats' && applyStats(world, reading))
        timed('risks', () => risks.polled(world.loadBalancers.get('lb1')!, nowMs))
        timed('verdicts', () => judge(nowMs))
      }
      if (look === 2) timed('verdicts', () => judge(nowMs))
      timed('drains', () => drains.advance(nowMs))
      timed('risks', () => risks.advance(nowMs))
      const { opened, changed, ended } = timed('findings', () => {
        const drafts = detectPools(world, memory, nowMs, () => 1000)
        return drafts ? trackFindings(tracker, drafts, nowMs) : { opened: [], changed: [], ended: [] }
      })
      for (const one of opened) {
        kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1)
        if (one.severity !== 'info') alarms.add(one.subjects[0]!.id)
      }
      timed('incidents', () => advanceIncidents(incidents, [...opened, ...changed, ...ended], nowMs))
    }
  }
  return { spent, kinds, worstLookMs, alarms: [...alarms].sort() }
}

/** Everything between a source's text and what browsers and the store are given. */
function playPipeline(site: BenchSite): number {
  const pipeline = createPipeline(quietPort())
  let spentMs = 0
  for (let second = 0; second < WARM_UP_S + MEASURED_S; second++)
    for (let look = 0; look < LOOKS; look++) {
      const nowMs = START_MS + second * 1000 + (look * 1000) / LOOKS
      const raws = site.lines(nowMs, LINES_PER_SECOND / LOOKS)
      if (look === 0) raws.push(site.statistics(nowMs))
      const before = cpuMs()
      for (const raw of raws) pipeline.take(raw)
      pipeline.watch(nowMs)
      pipeline.advance(nowMs, [])
      if (second >= WARM_UP_S) spentMs += cpuMs() - before
    }
  return spentMs
}

export async function run(): Promise<Bar[]> {
  const site = createSite(SERVERS, START_MS)
  const { spent, kinds, worstLookMs, alarms } = play(site)
  const right = alarms.filter((one) => site.failing.includes(one)).length
  const wholeMs = playPipeline(createSite(SERVERS, START_MS))
  const percent = (ms: number) => ms / (10 * MEASURED_S)
  const detecting = DETECTING.reduce((sum, what) => sum + spent[what], 0)
  const found = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')
  return [
    atMost(
      `detectors, of one core (${SERVERS} servers, ${LINES_PER_SECOND} lines/s)`,
      percent(detecting),
      BAR_PERCENT,
      '%',
      `counting ${DETECTING.join(', ')}`,
    ),
    ...(Object.keys(spent) as (keyof Spent)[]).map((what) =>
      told(`  ${what}`, `${percent(spent[what]).toFixed(2)} %`),
    ),
    told('the whole pipeline, parsing and pictures included', `${percent(wholeMs).toFixed(1)} %`),
    {
      what: 'alarms about what fails, and no others',
      figure: `${right} of ${site.failing.length}, ${alarms.length - right} others`,
      bar: 'all, 0 others',
      ok: right === site.failing.length && alarms.length === right,
    },
    told('longest look at the pools', `${worstLookMs.toFixed(1)} ms`),
    told('found meanwhile', found),
    told('resident memory', `${Math.round(process.memoryUsage.rss() / 1e6)} MB`),
  ]
}
