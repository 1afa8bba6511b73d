/** What the kernel alone gave the clients: how many of those that hung had noticed by the end, and how late. */

import type { RunResult } from '../play/collect-result.ts'

export type Noticed = { connections: number; noticed: number; afterMs: number[] }

export function countNoticed({ connections, events }: Pick<RunResult, 'connections' | 'events'>): Noticed {
  const fault = events.find((event) => event.what === 'fault')?.atMs ?? null
  const opened = connections.filter((one) => fault !== null && one.openedAtMs < fault)
  const ended = opened.filter(
    (one) => one.ended && one.ended.why !== 'stopped' && one.ended.why !== 'done' && one.ended.atMs >= fault!,
  )
  return {
    connections: opened.length,
    noticed: ended.length,
    afterMs: ended.map((one) => one.ended!.atMs - fault!),
  }
}

export function clientsNoticed(result: Pick<RunResult, 'connections' | 'events'>): string {
  const { connections, noticed, afterMs } = countNoticed(result)
  if (!connections) return 'none was connected when it began'
  const late = afterMs.length ? `, the last after ${Math.max(...afterMs)} ms` : ''
  return `${noticed} of ${connections} that were connected when it began noticed anything${late}`
}
