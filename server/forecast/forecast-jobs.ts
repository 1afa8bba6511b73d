/** Simulations in turns: those that a person waits for first, a step of each, then the pools' own. */

import type { SimulatedQuestion } from '#lib/pipeline/risk-model'
import { type CascadeForecast, type ForecastStep, forecastCascade } from '#lib/risk/forecast-cascade'
import { createRandom } from '#lib/risk/random'

/** A person is told of progress this often. */
export const PROGRESS_EVERY_MS = 150

export type ForecastOrder = {
  id: number
  question: SimulatedQuestion
  replications: number
  /** Somebody waits for it and is told of its progress. */
  urgent: boolean
}
export type ForecastNews =
  | { id: number; type: 'progress' | 'done'; forecast: CascadeForecast }
  | { id: number; type: 'refused'; reason: string }

type Running = { order: ForecastOrder; steps: Generator<ForecastStep, void>; toldAtMs: number }

export function createForecastJobs(port: { tell: (news: ForecastNews) => void; monotonicMs: () => number }) {
  const running = new Map<number, Running>()

  function take(order: ForecastOrder) {
    const { id, question, replications } = order
    const begun = forecastCascade(question.model, question.band, replications, createRandom(id))
    if (begun.ok) running.set(id, { order, steps: begun.steps, toldAtMs: port.monotonicMs() })
    else port.tell({ id, type: 'refused', reason: begun.reason })
  }

  function next(): Running | null {
    let first: Running | null = null
    for (const one of running.values()) {
      if (one.order.urgent) return one
      first ??= one
    }
    return first
  }

  return {
    take,
    cancel: (id: number) => running.delete(id),
    /** Runs one step; false where nothing is left to do. */
    step(): boolean {
      const one = next()
      if (!one) return false
      const { id, urgent } = one.order
      const { value, done } = one.steps.next()
      if (done || !value) {
        if (running.delete(id)) port.tell({ id, type: 'refused', reason: 'the simulation came to nothing' })
        return running.size > 0
      }
      const nowMs = port.monotonicMs()
      const { forecast } = value
      if (value.done && forecast) {
        running.delete(id)
        port.tell({ id, type: 'done', forecast })
        return running.size > 0
      }
      if (urgent && forecast && nowMs - one.toldAtMs >= PROGRESS_EVERY_MS) {
        one.toldAtMs = nowMs
        port.tell({ id, type: 'progress', forecast })
      }
      // The next of its kind has its turn.
      running.delete(id)
      running.set(id, one)
      return true
    },
  }
}
