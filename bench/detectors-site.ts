/** A scripted site of many pools for measuring detectors: 1 % of everything fails, some servers lie, one pool fails as a whole. */

import type { RawInput } from '#lib/model/raw-input'

const SERVERS_OF_POOL = 10
const BASE_FAILING = 0.01
const COLUMNS =
  '# pxname,svname,qcur,scur,slim,stot,econ,eresp,wretr,wredis,status,weight,act,bck,lastchg,check_status,check_rise,check_fall,check_health,type,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,mode,'

export type BenchSite = {
  /** Subjects of the alarms that are right. */
  failing: string[]
  lines: (nowMs: number, count: number) => RawInput[]
  statistics: (nowMs: number) => RawInput
}

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')
function logDate(ms: number): string {
  const date = new Date(ms)
  return `${pad(date.getUTCDate())}/Nov/2026:${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}.${pad(date.getUTCMilliseconds(), 3)}`
}

export function createSite(servers: number, startMs: number): BenchSite {
  const ok = new Float64Array(servers)
  const failed = new Float64Array(servers)
  let state = 12_345
  const chance = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
  const pool = (at: number) => `pool${pad(Math.floor(at / SERVERS_OF_POOL))}`
  const server = (at: number) => `srv${at % SERVERS_OF_POOL}`
  /** From the twentieth second on. */
  const failShare = (at: number, nowMs: number) => {
    if (nowMs < startMs + 20_000) return BASE_FAILING
    if (at % 251 === 3) return 0.6
    return Math.floor(at / SERVERS_OF_POOL) === 7 ? 0.5 : BASE_FAILING
  }
  const all = Array.from({ length: servers }, (_, at) => at)
  const liars = all.filter((at) => at % 251 === 3).map((at) => `lb1/${pool(at)}/${server(at)}`)
  return {
    failing: [...liars, 'lb1/pool07'].sort(),
    lines(nowMs, count) {
      const date = logDate(nowMs - 12)
      return Array.from({ length: count }, () => {
        const at = Math.floor(chance() * servers)
        const fails = chance() < failShare(at, nowMs)
        if (fails) failed[at]!++
        else ok[at]!++
        const client = `10.${at % 7}.${Math.floor(chance() * 250)}.${Math.floor(chance() * 250)}`
        const text = `<134>Nov 21 09:08:00 haproxy[7]: ${client}:40000 [${date}] fe ${pool(at)}/${server(at)} 0/0/1/11/12 ${fails ? 500 : 200} 1234 - - --VN 9/9/1/1/0 0/0 {"v${Math.floor(nowMs / 600_000)}"} "GET /page/${Math.floor(chance() * 30)} HTTP/1.1"`
        return { source: 'syslog', loadBalancer: 'lb1', kind: 'log', atMs: nowMs, text }
      })
    },
    statistics(nowMs) {
      const rows: string[] = []
      for (let at = 0; at < servers; at++)
        rows.push(
          `${pool(at)},${server(at)},0,2,,${ok[at]! + failed[at]!},0,0,0,0,UP,1,1,0,3600,${at % 100 < 50 ? 'L4OK' : 'L7OK'},2,3,4,2,0,${ok[at]},0,0,${failed[at]},0,http,`,
        )
      for (let at = 0; at < servers; at += SERVERS_OF_POOL)
        rows.push(`${pool(at)},BACKEND,0,20,,0,0,0,0,0,UP,10,10,0,3600,,,,,1,0,0,0,0,0,0,http,`)
      const text = `${COLUMNS}\n${rows.join('\n')}\n`
      return { source: 'lb1', loadBalancer: 'lb1', kind: 'stats', atMs: nowMs, text }
    },
  }
}
