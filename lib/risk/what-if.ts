/** The same pool with something changed: servers lost, drained or re-weighted, other check settings, more load. */

import { type CheckModel, type FaultModel, faultOfModel, type PoolModel } from './pool-model.ts'

export type WhatIf = {
  lose?: readonly string[]
  /** How they are lost; `hang` where not said. */
  how?: 'hang' | 'refuse' | 'drop'
  drain?: readonly string[]
  weights?: Readonly<Record<string, number>>
  check?: Partial<CheckModel>
  /** On top of the model's own factor. */
  loadFactor?: number
}

export type WhatIfAnswer = { ok: true; model: PoolModel } | { ok: false; reason: string }

/** Everything happens at moment 0 and lasts. */
export function withWhatIf(model: PoolModel, change: WhatIf): WhatIfAnswer {
  const unknown = Object.keys(change.weights ?? {}).find(
    (name) => !model.servers.some((s) => s.name === name),
  )
  if (unknown !== undefined) return { ok: false, reason: `no server ${unknown}` }
  const both = change.lose?.find((name) => change.drain?.includes(name))
  if (both !== undefined) return { ok: false, reason: `${both} is both lost and drained` }
  const fault = (server: string, kind: FaultModel['kind']): FaultModel => ({
    server,
    kind,
    atMs: 0,
    forMs: null,
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
    ],
  }
  const reason = faultOfModel(changed)
  return reason ? { ok: false, reason } : { ok: true, model: changed }
}
