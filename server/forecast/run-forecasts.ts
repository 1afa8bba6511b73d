/** The simulating thread's own loop: orders in, news out, at the lowest priority that the system grants. */

import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { createForecastJobs, type ForecastOrder } from './forecast-jobs.ts'

/** Lower than everything that answers people. */
const NICE = 5

export type ForecastMessage = { do: 'run'; order: ForecastOrder } | { do: 'cancel'; id: number }

function beNice() {
  try {
    // On Linux each thread has a priority of its own, by its own id.
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE)
  } catch {
    // Elsewhere it runs as the rest does.
  }
}

beNice()
const port = parentPort!
const jobs = createForecastJobs({
  tell: (news) => port.postMessage(news),
  monotonicMs: () => performance.now(),
})
let scheduled = false

function run() {
  scheduled = false
  if (jobs.step()) schedule()
}

/** Messages are read between two steps. */
function schedule() {
  if (scheduled) return
  scheduled = true
  setImmediate(run)
}

port.on('message', (message: ForecastMessage) => {
  if (message.do === 'cancel') jobs.cancel(message.id)
  else jobs.take(message.order)
  schedule()
})
