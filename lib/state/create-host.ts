/** A host of which nothing is known yet but its name. */

import type { Host } from '../model/host.ts'
import type { HostReport } from '../model/host-report.ts'
import { emptyIndex } from './apply-sockets.ts'

export function createHost(
  report: Pick<HostReport, 'host' | 'session' | 'seq'>,
  clock: Host['clock'],
  reportAtMs: number,
  heardAtMs: number,
): Host {
  return {
    name: report.host,
    session: report.session,
    seq: report.seq,
    firstHeardAtMs: heardAtMs,
    reportAtMs,
    heardAtMs,
    clock,
    hello: null,
    links: new Map(),
    addresses: new Map(),
    lost: new Map(),
    neighbours: new Map(),
    routes: [],
    sockets: new Map(),
    socketIndex: emptyIndex(),
    looks: [],
    listens: null,
    processes: [],
    vrrp: [],
    terminals: [],
    resets: [],
    tcp: null,
  }
}
