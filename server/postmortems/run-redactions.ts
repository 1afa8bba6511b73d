/** The redacting thread's own loop: orders in, documents out, one after the other. */

import { parentPort } from 'node:worker_threads'
import { type RedactionOrder, type RedactionResult, redactEvidence } from './redact-evidence.ts'

export type RedactionMessage = { id: number; order: RedactionOrder }
export type RedactionNews = { id: number; result: RedactionResult | null; problem: string | null }

const port = parentPort!
port.on('message', ({ id, order }: RedactionMessage) => {
  try {
    port.postMessage({ id, result: redactEvidence(order), problem: null } satisfies RedactionNews)
  } catch (error) {
    const problem = (error as Error).message
    port.postMessage({ id, result: null, problem } satisfies RedactionNews)
  }
})
