/** The same pool with something changed: servers lost, drained or re-weighted, other check settings, more load. */

import { type CheckModel, type FaultModel, faultOfModel, type PoolModel } from './pool-model.ts'

export type WhatIf = {
  lose?: readonly string[]
  /** How they are lost; `hang` where not said. */
  how?: 'hang' | 'refuse' | 'drop'
  drain?: readonly string[]
  /** They hang for so many ms and then go on. */
  stall?: Readonly<Record<string, number>>
  weights?: Readonly<Record<string, number>>
  check?: Partial<CheckModel>
  /** On top of the model's own factor. */
  loadFactor?: number
}

export type WhatIfAnswer = { ok: true; model: PoolModel } | { ok: false; reason: string }

/** One server cannot be lost, drained and hang at once; null where none is asked to. */
export function askedTwice({ lose = [], drain = [], stall = {} }: WhatIf): string | null {
  const both = (name: string | undefined, words: string) =>
    name === undefined ? null : `${name} is both ${words}`
  const stalls = (name: string) => Object.hasOwn(stall, name)
  return (
    both(
      lose.find((name) => drain.includes(name)),
      'lost and drained',
    ) ??
    both(lose.find(stalls), 'lost and stalled') ??
    both(drain.find(stalls), 'drained and stalled')
  )
}

/** Everything happens at moment 0 and lasts, but for what hangs for a while only. */
export function withWhatIf(model: PoolModel, change: WhatIf): WhatIfAnswer {
  const unknown = Object.keys(change.weights ?? {}).find(
    (name) => !model.servers.some((s) => s.name === name),
  )
  if (unknown !== undefined) return { ok: false, reason: `no server ${unknown}` }
  const twice = askedTwice(change)
  if (twice !== null) return { ok: false, reason: twice }
  const fault = (server: string, kind: FaultModel['kind'], forMs: number | null = null): FaultModel => ({
    server,
    kind,
    atMs: 0,
    forMs,
  })
  const changed: PoolModel = {
    ...model,
    servers: model.servers.map((server) => ({
      ...server,
      weight: change.weights?.[server.name] ?? server.weight,
    })),
    check: { ...model.check, ...change.check },
    loadFactor: model.loadFactor * (change.loadFactor ?? 1),
    faults: [
      ...model.faults,
      ...(change.lose ?? []).map((name) => fault(name, change.how ?? 'hang')),
      ...(change.drain ?? []).map((name) => fault(name, 'drain')),
      ...Object.entries(change.stall ?? {}).map(([name, forMs]) => fault(name, 'stall', forMs)),
    ],
  }
  const reason = faultOfModel(changed)
  return reason ? { ok: false, reason } : { ok: true, model: changed }
}
