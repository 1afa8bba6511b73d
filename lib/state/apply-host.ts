/** One report of a host's agent → the world, with every time on the dashboard's clock. */

import { plainAddress, plainEndpoint, plainSocketKey } from '../model/endpoint.ts'
import type { Host } from '../model/host.ts'
import type { HostChanges } from '../model/host-changes.ts'
import type { HostReport, TerminalReading } from '../model/host-report.ts'
import type { World } from '../model/load-balancer.ts'
import { applyAddresses } from './apply-addresses.ts'
import { applyLinks } from './apply-links.ts'
import { applyNeighbours } from './apply-neighbours.ts'
import { applyProcesses, applyVrrp } from './apply-processes.ts'
import { applyRoutes } from './apply-routes.ts'
import { applySockets } from './apply-sockets.ts'
import { createHost } from './create-host.ts'
import { correction, hostClock, shiftHost } from './host-clock.ts'
import { startTaking } from './taking.ts'

/** Hosts at once; reports of further ones are refused with a reason. */
export const MAX_HOSTS = 500
/** Resets and terminals of one host. */
export const MAX_RESETS = 500
export const MAX_TERMINALS = 500

function refusal(report: HostReport, arrivedAtMs: number, refused: HostChanges['refused']): HostChanges {
  const none = { changes: [], changesCut: 0, looked: false, touched: false, refused }
  return { host: report.host, atMs: arrivedAtMs, errorMs: 0, arrivedAtMs, ...none }
}

const plainTerminal = (terminal: TerminalReading, toMs: (ms: number) => number): TerminalReading => ({
  ...terminal,
  carriedBy: terminal.carriedBy === null ? null : plainSocketKey(terminal.carriedBy),
  lastOutputAtMs: terminal.lastOutputAtMs === null ? null : toMs(terminal.lastOutputAtMs),
  lastInputAtMs: terminal.lastInputAtMs === null ? null : toMs(terminal.lastInputAtMs),
  commands: terminal.commands.map((command) => ({
    ...command,
    startedAtMs: command.startedAtMs === null ? null : toMs(command.startedAtMs),
    sockets: command.sockets.map(plainSocketKey),
  })),
})

/** Lists that replace what was known, and say nothing by their change. */
function replaceLists(host: Host, report: HostReport, toMs: (ms: number) => number) {
  if (report.hello !== undefined) host.hello = report.hello
  if (report.listens !== undefined) host.listens = report.listens.map(plainEndpoint)
  if (report.tcp !== undefined) host.tcp = report.tcp
  if (report.terminals !== undefined)
    host.terminals = report.terminals.slice(0, MAX_TERMINALS).map((one) => plainTerminal(one, toMs))
  for (const reset of report.resets ?? []) {
    const [local, remote] = [plainEndpoint(reset.local), plainEndpoint(reset.remote)]
    host.resets.push({ ...reset, atMs: toMs(reset.atMs), local, remote })
  }
  if (host.resets.length > MAX_RESETS) host.resets = host.resets.slice(-MAX_RESETS)
}

const SAYS_NOTHING_NEW = [
  'links',
  'addresses',
  'neighbours',
  'changes',
  'terminals',
  'processes',
  'vrrp',
] as const

/** Writes into `world`. Reports of one host come in the order of their numbers. */
export function applyHost(world: World, report: HostReport, arrivedAtMs: number): HostChanges {
  const known = world.hosts.get(report.host)
  if (known === undefined && world.hosts.size >= MAX_HOSTS)
    return refusal(report, arrivedAtMs, 'too-many-hosts')
  if (known !== undefined && known.session === report.session && report.seq <= known.seq)
    return refusal(report, arrivedAtMs, 'taken-before')

  const clock = hostClock(known?.clock ?? null, report, arrivedAtMs)
  if (known !== undefined) shiftHost(known, correction(known.clock, clock))
  const atMs = report.atMs + clock.offsetMs
  const host = known ?? createHost(report, clock, atMs, arrivedAtMs)
  world.hosts.set(host.name, host)
  const taking = startTaking(clock, known?.reportAtMs ?? null, atMs)
  const errorMs = clock.errorMs

  const another = known !== undefined && known.session !== report.session
  const missing = known !== undefined && !another && report.seq > known.seq + 1
  if (another) taking.add({ what: 'agent', to: 'restarted', atMs, errorMs, detail: report.session })
  if (known === undefined) taking.add({ what: 'agent', to: 'started', atMs, errorMs, detail: report.session })
  if (report.dropped !== undefined) {
    const { reports, limit } = report.dropped
    const detail = `${reports} reports, limit ${limit}`
    taking.add({
      what: 'agent',
      to: 'dropped',
      atMs: taking.toDashboard(report.dropped.toMs),
      errorMs,
      detail,
    })
  }
  // What came and went in reports that will never come is not known: the table must be sent whole.
  if (another || missing || report.dropped !== undefined) host.looks = []

  applyLinks(host, report, taking)
  applyAddresses(host, report, taking)
  applyNeighbours(host, report, taking)
  applyRoutes(host, report, taking)
  applyProcesses(host, report, taking)
  applyVrrp(host, report, taking)
  if (report.sockets !== undefined) applySockets(host, report.sockets, taking.toDashboard)
  replaceLists(host, report, taking.toDashboard)

  host.session = report.session
  host.seq = report.seq
  host.clock = clock
  host.reportAtMs = atMs
  host.heardAtMs = Math.max(host.heardAtMs, arrivedAtMs)
  return {
    host: host.name,
    atMs,
    errorMs,
    arrivedAtMs,
    changes: taking.changes.sort((a, b) => a.atMs - b.atMs),
    changesCut: taking.cut(),
    looked: report.sockets !== undefined,
    touched: known === undefined || another || SAYS_NOTHING_NEW.some((list) => report[list] !== undefined),
    refused: null,
  }
}

/** Where a look at the TCP table is wanted whole: nothing can be said of what is absent until then. */
export const wantsSockets = (host: Host): boolean => host.looks.length === 0

export const holds = (host: Host, address: string): boolean =>
  host.addresses.get(plainAddress(address))?.usable === true
