/** Starts a module of ours in a thread of its own, which keeps no process alive. */

import { Worker } from 'node:worker_threads'

/** `module` is its URL: `new URL('./run-….ts', import.meta.url)`; `joined` the same as one file, where there is one. */
export function startThread(module: URL, joined?: string): Worker {
  const thread = joined
    ? new Worker(joined, { execArgv: [] })
    : new Worker(new URL('./typescript-thread.mjs', import.meta.url), {
        execArgv: [],
        workerData: { module: module.href },
      })
  thread.unref()
  return thread
}

const RESTS_MS = 2_000

/** Once its work is done. Node 20 aborts the process where a thread ends while code of its is still being compiled, as just after hard work. */
export function endThread(thread: Worker): void {
  setTimeout(() => void thread.terminate(), RESTS_MS).unref()
}
