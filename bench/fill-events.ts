/** A data folder with a day of events on 200 lanes: states, checks, weights, hosts, storms. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LbEvent } from '#lib/model/lb-event'
import { openStore } from '#lib/store/open-store'
import { saveBatch } from '#lib/store/save-batch'
import { closeStore } from '#lib/store/store'
import { noise } from './noise.ts'

const DAY_MS = 86_400_000
const POOLS = 8
const SERVERS = 23
const HOSTS = 8
const AT_ONCE = 10_000

/** 8 hosts, 8 pools, 184 servers: 200 lanes. The day ends now; a third of all events happen within an hour of it. */
export async function fillEvents(count: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-bench-'))
  const store = await openStore({ dataDir: folder })
  const startMs = Date.now() - DAY_MS
  const next = noise(11)
  const moment = () => (next() < 0.33 ? DAY_MS / 2 + next() * 3_600_000 : next() * DAY_MS)
  // In the order of time, as they come in life.
  const times = Float64Array.from({ length: count }, () => startMs + Math.floor(moment())).sort()
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = times.subarray(from, from + AT_ONCE)
    const events = Array.from(part, (atMs, i) => eventAt(from + i, atMs, next))
    const saved = await saveBatch(store, {
      ...{ events, samples: [], loadBalancers: [], pools: [], servers: [], sources: [], incidents: [] },
      ...{ network: [], droppedIncidents: [], hosts: null, atMs: startMs },
    })
    if (!saved.ok) throw new Error(saved.error.message)
  }
  await closeStore(store)
  return folder
}

function eventAt(i: number, atMs: number, next: () => number): LbEvent {
  const lane = Math.floor(next() * (HOSTS + POOLS * (SERVERS + 1)))
  const told = {
    ...{ id: `e${i}`, atMs, errorMs: next() * 500, observedAtMs: atMs + 100, reason: null, code: null },
    ...{
      info: null,
      checkDurationMs: null,
      changedFrom: null,
      via: null,
      seenBy: ['lb1'],
      text: `Event ${i}.`,
    },
  }
  if (lane < HOSTS)
    return {
      ...told,
      ...{ kind: 'host-neighbour', loadBalancer: '', pool: null, server: null, from: null, to: 'reachable' },
      host: `host${lane}`,
    }
  const pool = Math.floor((lane - HOSTS) / (SERVERS + 1))
  const server = (lane - HOSTS) % (SERVERS + 1)
  const of = { loadBalancer: 'lb1', pool: `pool${pool}`, server: server === 0 ? null : `srv${server}` }
  const states = ['up', 'going-down', 'down', 'going-up', 'drain', 'maint'] as const
  const to = states[Math.floor(next() * states.length)]!
  if (next() < 0.5) return { ...told, ...of, kind: 'health-check', from: null, to: null }
  return { ...told, ...of, kind: server === 0 ? 'pool-state' : 'server-state', from: 'up', to }
}
