/** A pool whose servers queue requests before equal slots and whose checks wait in those queues, as HAProxy would tell of it; for tests. */

import type { Finding, FindingKind } from '../model/finding.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import { createRandom } from '../risk/random.ts'
import { createPipeline } from './create-pipeline.ts'
import { quietPort, refuse } from './quiet-port.ts'
import type { RisksPort } from './risks.ts'
import { requestLine, START_MS } from './scripted-pool.ts'

const STEP_MS = 5
const SERVER_TIMEOUT_MS = 10_000

export type LoadPlan = {
  servers: number
  slots: number
  serviceMs: number
  interMs: number
  fall: number
  perSecond: number
  log?: boolean
  mode?: 'http' | 'tcp'
  seed?: number
  startMs?: number
}
type Job = { atMs: number; check: boolean; dead: boolean }
type Member = {
  name: string
  queue: Job[]
  busy: { endMs: number; job: Job }[]
  hung: boolean
  refuses: boolean
  health: number
  sinceMs: number
  checkAtMs: number
  checking: Job | null
  assigned: number
  ok: number
  failed: number
  admin: string | null
}

const RISE = 2
const COLUMNS =
  '# pxname,svname,qcur,scur,slim,stot,econ,eresp,wretr,wredis,status,weight,act,bck,lastchg,check_status,check_rise,check_fall,check_health,type,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,req_tot,mode,'

export function playLoad(plan: LoadPlan, port: RisksPort = {}) {
  const { slots, serviceMs, interMs, fall, log = true, mode = 'http', seed = 1, startMs = START_MS } = plan
  const random = createRandom(seed)
  let { perSecond } = plan
  let nowMs = startMs
  let [turn, requests, serviceFactor] = [0, 0, 1]
  const full = RISE + fall - 1
  const found = new Map<string, { finding: Finding; firstAtMs: number }>()
  const members: Member[] = Array.from({ length: plan.servers }, (_, n) => ({
    ...{ name: `web${n + 1}`, queue: [], busy: [], hung: false, refuses: false, health: full },
    ...{ sinceMs: startMs - 60_000, checkAtMs: startMs + random() * interMs, checking: null },
    ...{ assigned: 0, ok: 0, failed: 0, admin: null },
  }))
  const evictions: { server: string; atMs: number }[] = []
  const pipeline = createPipeline(
    quietPort({
      ...port,
      saveIncident(incident) {
        for (const finding of incident.findings)
          found.set(finding.id, { finding, firstAtMs: found.get(finding.id)?.firstAtMs ?? nowMs })
      },
      reject: refuse,
    }),
  )
  const offer = (kind: 'log' | 'stats', text: string) =>
    pipeline.take({ source: kind, loadBalancer: 'lb1', kind, atMs: nowMs, text })
  const isUp = (one: Member) => one.health >= RISE && one.admin === null

  function answered(one: Member, job: Job, failed: boolean) {
    if (job.dead) return
    if (failed) one.failed++
    else one.ok++
    if (!log) return
    const responseMs = Math.round(nowMs - job.atMs)
    const told = failed ? { status: 504, termination: 'sH--' } : { status: 200, termination: '----' }
    offer('log', requestLine('app', one.name, nowMs, { ...told, responseMs }))
    job.dead = true
  }

  function judged(one: Member, passed: boolean) {
    one.checking = null
    one.checkAtMs = nowMs + interMs
    const before = isUp(one)
    if (passed) one.health = one.health >= RISE ? full : one.health + 1 === RISE ? full : one.health + 1
    else one.health = one.health > RISE ? one.health - 1 : 0
    if (before === isUp(one)) return
    one.sinceMs = nowMs
    if (before) evictions.push({ server: one.name, atMs: nowMs })
  }

  function work(one: Member) {
    if (one.refuses) {
      for (const job of [...one.queue, ...one.busy.map((each) => each.job)])
        if (!job.check) answered(one, job, true)
      one.queue = []
      one.busy = []
    }
    for (const { job, endMs } of one.busy)
      if (endMs <= nowMs && !one.hung) {
        if (!job.check) answered(one, job, false)
        else if (one.checking === job) judged(one, true)
      }
    if (!one.hung) one.busy = one.busy.filter((each) => each.endMs > nowMs)
    while (!one.hung && one.busy.length < slots && one.queue.length > 0) {
      const job = one.queue.shift()!
      const ms = job.check ? 1 : -serviceMs * serviceFactor * Math.log(1 - random())
      one.busy.push({ job, endMs: nowMs + ms })
    }
    for (const job of [...one.queue, ...one.busy.map((each) => each.job)])
      if (!job.check && !job.dead && nowMs - job.atMs > SERVER_TIMEOUT_MS) answered(one, job, true)
    if (one.checking && nowMs - one.checking.atMs >= interMs) judged(one, false)
    if (one.checking === null && nowMs >= one.checkAtMs && one.admin === null) {
      if (one.refuses) return judged(one, false)
      one.checking = { atMs: nowMs, check: true, dead: false }
      one.queue.push(one.checking)
    }
  }

  function arrive() {
    for (let left = (perSecond * STEP_MS) / 1000; left > 0; left--) {
      if (random() >= Math.min(1, left)) continue
      requests++
      const usable = members.filter(isUp)
      const one = usable[turn++ % Math.max(1, usable.length)]
      if (!one) continue
      one.assigned++
      one.queue.push({ atMs: nowMs, check: false, dead: false })
    }
  }

  function statusOf({ health, admin }: Member): string {
    if (admin) return admin
    if (health >= RISE) return health === full ? 'UP' : `UP ${health - RISE + 1}/${fall}`
    return health === 0 ? 'DOWN' : `DOWN ${health}/${RISE}`
  }

  function statistics(): string {
    const rows = members.map((one) => {
      const open = [...one.queue, ...one.busy.map((each) => each.job)].filter(
        (job) => !job.check && !job.dead,
      ).length
      const check = one.health === full ? 'L7OK' : one.refuses ? 'L4CON' : 'L7TOUT'
      const since = Math.floor((nowMs - one.sinceMs) / 1000)
      return `app,${one.name},0,${open},,${one.assigned},0,0,0,0,${statusOf(one)},1,1,0,${since},${check},${RISE},${fall},${one.health},2,0,${one.ok},0,0,${one.failed},0,,${mode},`
    })
    const up = members.some(isUp) ? 'UP' : 'DOWN'
    rows.push(`app,BACKEND,0,0,,${requests},0,0,0,0,${up},1,1,0,10,,,,,1,0,0,0,0,0,0,${requests},${mode},`)
    return `${COLUMNS}\n${rows.join('\n')}\n`
  }

  return {
    pipeline,
    evictions,
    now: () => nowMs,
    member: (name: string) => members.find((one) => one.name === name)!,
    setRate: (rate: number) => {
      perSecond = rate
    },
    slow: (factor: number) => {
      serviceFactor = factor
    },
    risk: (): PoolRisk | undefined => pipeline.world().loadBalancers.get('lb1')?.pools.get('app')?.risk,
    of: (kind: FindingKind) => [...found.values()].filter((one) => one.finding.kind === kind),
    run(forMs: number) {
      for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += STEP_MS) {
        arrive()
        for (const one of members) work(one)
        if ((nowMs - startMs) % 1000 === 350) offer('stats', statistics())
        if ((nowMs - startMs) % 250 === 0) {
          pipeline.watch(nowMs)
          pipeline.advance(nowMs, [])
        }
      }
    },
  }
}
