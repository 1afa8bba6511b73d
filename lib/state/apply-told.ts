/** Answers and results that only add to what is known: each to its own verb. */

import type { World } from '../model/load-balancer.ts'
import type { Reading } from '../model/reading.ts'
import { applyProbe } from './apply-probe.ts'
import { applyServersState } from './apply-servers-state.ts'
import { applyStickTable } from './apply-stick-table.ts'
import { applyWorkers } from './apply-workers.ts'
import type { Changes } from './changes.ts'

export type ToldReading = Extract<Reading, { kind: 'probe' | 'workers' | 'servers-state' | 'stick-table' }>

/** Writes into `world`. */
export function applyTold(world: World, reading: ToldReading): Changes {
  switch (reading.kind) {
    case 'probe':
      return applyProbe(world, reading)
    case 'workers':
      return applyWorkers(world, reading)
    case 'servers-state':
      return applyServersState(world, reading)
    case 'stick-table':
      return applyStickTable(world, reading)
  }
}
