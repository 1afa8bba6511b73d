/** Finds the columns of `show stat` by their names: positions differ between versions and builds. */

import type { CsvRows } from './csv-rows.ts'

const NEEDED = {
  pool: 'pxname',
  server: 'svname',
  status: 'status',
  type: 'type',
  weight: 'weight',
  userWeight: 'uweight',
  active: 'act',
  backup: 'bck',
  sinceChange: 'lastchg',
  downtime: 'downtime',
  tracked: 'tracked',
  throttle: 'throttle',
  address: 'addr',
  cookie: 'cookie',
  mode: 'mode',
  algorithm: 'algo',
  checkStatus: 'check_status',
  checkCode: 'check_code',
  checkDuration: 'check_duration',
  checkDescription: 'check_desc',
  checkText: 'last_chk',
  checkRise: 'check_rise',
  checkFall: 'check_fall',
  checkHealth: 'check_health',
  agentStatus: 'agent_status',
  agentCode: 'agent_code',
  agentDuration: 'agent_duration',
  agentDescription: 'agent_desc',
  agentText: 'last_agt',
  agentRise: 'agent_rise',
  agentFall: 'agent_fall',
  agentHealth: 'agent_health',
  sessions: 'scur',
  sessionsMax: 'smax',
  sessionLimit: 'slim',
  queue: 'qcur',
  queueLimit: 'qlimit',
  queueTime: 'qtime',
  connectTime: 'ctime',
  responseTime: 'rtime',
  totalTime: 'ttime',
  sessionRate: 'rate',
  sessionsTotal: 'stot',
  requestsTotal: 'req_tot',
  bytesIn: 'bin',
  bytesOut: 'bout',
  requestErrors: 'ereq',
  connectErrors: 'econ',
  responseErrors: 'eresp',
  retries: 'wretr',
  redispatches: 'wredis',
  responses1xx: 'hrsp_1xx',
  responses2xx: 'hrsp_2xx',
  responses3xx: 'hrsp_3xx',
  responses4xx: 'hrsp_4xx',
  responses5xx: 'hrsp_5xx',
  responsesOther: 'hrsp_other',
  clientAborts: 'cli_abrt',
  serverAborts: 'srv_abrt',
  checkFailures: 'chkfail',
  downTransitions: 'chkdown',
} as const

/** Position of each column, −1 where this version does not print it. */
export type StatsColumns = Record<keyof typeof NEEDED, number>

/** The header row's columns; null where it is not the header of `show stat`. */
export function findColumns(header: CsvRows): StatsColumns | null {
  const first = header.text(0).trim()
  if (!/^#\s*pxname$/.test(first)) return null
  const positions = new Map<string, number>([['pxname', 0]])
  for (let cell = 1; cell < header.cells(); cell++) {
    const name = header.text(cell).trim()
    if (name !== '' && !positions.has(name)) positions.set(name, cell)
  }
  const columns = {} as Record<string, number>
  for (const [key, name] of Object.entries(NEEDED)) columns[key] = positions.get(name) ?? -1
  const found = columns as StatsColumns
  return found.server < 0 || found.status < 0 ? null : found
}
