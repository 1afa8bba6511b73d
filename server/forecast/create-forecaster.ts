/** Hands simulations to a thread of their own, so that nothing else ever waits for them. */

import type { Worker } from 'node:worker_threads'
import type { RiskJob } from '#lib/pipeline/risk-job'
import type { SimulatedQuestion } from '#lib/pipeline/risk-model'
import type { CascadeForecast } from '#lib/risk/forecast-cascade'
import { startThread } from '../start-thread.ts'
import type { ForecastNews, ForecastOrder } from './forecast-jobs.ts'
import type { ForecastMessage } from './run-forecasts.ts'

/** What-ifs that are simulated at once; one more is refused. */
export const MAX_WHAT_IFS = 4
/** Pools whose risk waits to be simulated; one more asks again later. */
export const MAX_POOLS_WAITING = 32
/** A thread that broke is started anew, but not at once again. */
const RESTART_AFTER_MS = 5_000

export type Forecaster = ReturnType<typeof createForecaster>
export type Simulating = { cancel: () => void }

export function createForecaster(port: {
  /** A pool's own simulation has ended; null where it came to nothing. */
  simulated: (job: RiskJob, forecast: CascadeForecast | null) => void
  problem: (message: string) => void
  monotonicMs: () => number
}) {
  const waiting = new Map<number, { urgent: boolean; take: (news: ForecastNews) => void }>()
  let worker: Worker | null = null
  let brokeAtMs = Number.NEGATIVE_INFINITY
  let lastId = 0
  let stopped = false

  function broke(message: string) {
    if (stopped) return
    worker = null
    brokeAtMs = port.monotonicMs()
    port.problem(message)
    const lost = [...waiting]
    waiting.clear()
    for (const [id, one] of lost) one.take({ id, type: 'refused', reason: 'the simulating thread broke' })
  }

  function start(): Worker | null {
    if (worker || stopped) return worker
    if (port.monotonicMs() - brokeAtMs < RESTART_AFTER_MS) return null
    const started = startThread(new URL('./run-forecasts.ts', import.meta.url))
    started.on('message', (news: ForecastNews) => {
      const one = waiting.get(news.id)
      if (news.type !== 'progress') waiting.delete(news.id)
      one?.take(news)
    })
    started.on('error', (error) => broke(error.message))
    started.on('exit', (code) => {
      if (worker === started) broke(`it ended with ${code}`)
    })
    worker = started
    return worker
  }

  const count = (urgent: boolean) => [...waiting.values()].filter((one) => one.urgent === urgent).length

  function run(given: Omit<ForecastOrder, 'id'>, take: (news: ForecastNews) => void): Simulating | null {
    if (count(given.urgent) >= (given.urgent ? MAX_WHAT_IFS : MAX_POOLS_WAITING)) return null
    const thread = start()
    if (!thread) return null
    const id = ++lastId
    waiting.set(id, { urgent: given.urgent, take })
    const message: ForecastMessage = { do: 'run', order: { ...given, id } }
    thread.postMessage(message)
    return {
      cancel() {
        if (!waiting.delete(id)) return
        const cancelled: ForecastMessage = { do: 'cancel', id }
        worker?.postMessage(cancelled)
      },
    }
  }

  return {
    /** For the pipeline; false where too many wait already. */
    simulate(job: RiskJob): boolean {
      const { question, replications } = job
      return (
        run({ question, replications, urgent: false }, (news) =>
          port.simulated(job, news.type === 'done' ? news.forecast : null),
        ) !== null
      )
    },
    /** For a person; null where too many are asking. */
    whatIf: (question: SimulatedQuestion, replications: number, take: (news: ForecastNews) => void) =>
      run({ question, replications, urgent: true }, take),
    async stop() {
      stopped = true
      waiting.clear()
      await worker?.terminate()
    },
  }
}
