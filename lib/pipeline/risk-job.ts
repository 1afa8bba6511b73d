/** The question to simulate of a pool as it is: what follows the loss of the server that the others would miss most? */

import type { Band } from '../model/band.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import { withWhatIf } from '../risk/what-if.ts'
import { overrunShape } from './risk-chance.ts'
import type { RiskInput } from './risk-input.ts'
import { type SimulatedQuestion, toPoolModel } from './risk-model.ts'

/** Below this load on the survivors nothing follows; it is not simulated. */
const LEAST_LOAD = 0.7
/** A chance that the formula puts beyond this needs no simulation. */
const PLAIN = 0.995
/** Events that one question may take; runs are fewer where load is high. */
const EVENTS = 12e6
const EVENTS_A_REQUEST = 5
const [FEWEST, MOST] = [24, 120]
/** Beyond so many requests/s even few runs take too long. */
const MOST_PER_S = 8_000

export type RiskJob = {
  pool: string
  /** What the question is about, but for the load. */
  words: string
  load: Band
  question: SimulatedQuestion
  replications: number
}

export function replicationsFor({ model }: SimulatedQuestion): number {
  const requests = model.arrivalsPerS * model.loadFactor * ((model.horizonMs + model.warmUpMs) / 1000)
  return Math.round(Math.min(MOST, Math.max(FEWEST, EVENTS / (EVENTS_A_REQUEST * Math.max(1, requests)))))
}

export const isTooBusy = ({ model }: SimulatedQuestion) => model.arrivalsPerS * model.loadFactor > MOST_PER_S

export const lostHow = (input: RiskInput) => (overrunShape(input) === 'drops' ? 'drop' : 'hang')

/** Null where nothing can be simulated, or where the answer is plain. */
export function toRiskJob(input: RiskInput, risk: PoolRisk): RiskJob | null {
  const [first] = risk.losses
  if (!first || first.load.high < LEAST_LOAD || first.servers.length !== 1) return null
  const chance = risk.furtherEviction?.chance
  if (!chance || chance.low > PLAIN || chance.high < 1 - PLAIN) return null
  const base = toPoolModel(input)
  if (!base.ok || isTooBusy(base.question)) return null
  const changed = withWhatIf(base.question.model, { lose: first.servers, how: lostHow(input) })
  if (!changed.ok) return null
  const question = { ...base.question, model: changed.model }
  const usable = input.servers.filter((one) => one.usable).map(({ name, weight }) => [name, weight])
  const words = JSON.stringify([first.servers.length, usable, input.timing?.timing, input.algorithm])
  return { pool: input.id, words, load: first.load, question, replications: replicationsFor(question) }
}
