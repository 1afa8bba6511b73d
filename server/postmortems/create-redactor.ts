/** Redacts where nobody has to wait for it: small evidence at once, large evidence in a thread of its own. */

import type { Worker } from 'node:worker_threads'
import { startThread } from '../start-thread.ts'
import { type RedactionOrder, type RedactionResult, redactEvidence } from './redact-evidence.ts'
import type { RedactionMessage, RedactionNews } from './run-redactions.ts'

/** Less is done within tens of milliseconds; starting a thread would take longer. */
export const LARGE_CHARS = 400_000
/** An idle thread is ended. */
const IDLE_MS = 60_000

type Waiting = { resolve: (result: RedactionResult) => void; reject: (error: Error) => void }

export type Redactor = ReturnType<typeof createRedactor>

export function createRedactor() {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let idle: ReturnType<typeof setTimeout> | undefined
  let lastId = 0

  function end(error: Error | null) {
    const ending = thread
    thread = null
    clearTimeout(idle)
    for (const one of waiting.values()) one.reject(error ?? new Error('the redacting thread was ended'))
    waiting.clear()
    return ending?.terminate()
  }

  function restLater() {
    clearTimeout(idle)
    idle = setTimeout(() => void end(null), IDLE_MS)
    idle.unref()
  }

  function started(): Worker {
    if (thread) return thread
    const own = startThread(new URL('./run-redactions.ts', import.meta.url))
    own.on('message', ({ id, result, problem }: RedactionNews) => {
      const one = waiting.get(id)
      waiting.delete(id)
      if (waiting.size === 0) restLater()
      if (result) one?.resolve(result)
      else one?.reject(new Error(problem ?? 'it came to nothing'))
    })
    own.on('error', (error) => thread === own && void end(error))
    own.on('exit', (code) => thread === own && void end(new Error(`the redacting thread ended with ${code}`)))
    thread = own
    return own
  }

  return {
    async redact(order: RedactionOrder): Promise<RedactionResult> {
      if (order.evidence.length < LARGE_CHARS) return redactEvidence(order)
      clearTimeout(idle)
      const id = ++lastId
      const message: RedactionMessage = { id, order }
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        started().postMessage(message)
      })
    },
    stop: async () => void (await end(null)),
  }
}
