/** Starts a module of ours in a thread of its own, which keeps no process alive. */

import { Worker } from 'node:worker_threads'

/** `module` is its URL: `new URL('./run-….ts', import.meta.url)`. */
export function startThread(module: URL): Worker {
  const thread = new Worker(new URL('./typescript-thread.mjs', import.meta.url), {
    execArgv: [],
    workerData: { module: module.href },
  })
  thread.unref()
  return thread
}
