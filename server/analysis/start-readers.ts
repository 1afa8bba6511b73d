/** Threads that read one large file, each its own stretch of it. */

import type { Worker } from 'node:worker_threads'
import type { LogParts } from '#lib/analysis/read-log'
import { endThread, startThread } from '../start-thread.ts'
import type { PartOptions } from './chunk-reader.ts'
import type { PartJob, PartNews } from './run-analysis.ts'

export function startReaders(count: number) {
  const threads = Array.from({ length: count }, () =>
    startThread(new URL('./run-analysis.ts', import.meta.url), process.env.POLYGRAPH_ANALYSIS_THREAD),
  )
  const stop = () => threads.forEach(endThread)
  return {
    stop,
    /** Once; they end with it. `reached` is told how many bytes have been read by all of them. */
    async read(
      { path, size }: { path: string; size: number },
      options: PartOptions,
      reached: (bytes: number) => void,
    ): Promise<LogParts[]> {
      const edge = (number: number) => Math.floor((size * number) / count)
      let read = 0
      const progress = (bytes: number) => {
        read += bytes
        reached(read)
      }
      try {
        return await Promise.all(
          threads.map((thread, i) =>
            readIn(thread, { part: { path, start: edge(i), end: edge(i + 1) }, options }, progress),
          ),
        )
      } finally {
        stop()
      }
    },
  }
}

function readIn(thread: Worker, job: PartJob, progress: (bytes: number) => void): Promise<LogParts> {
  thread.ref()
  return new Promise<LogParts>((resolve, reject) => {
    thread.on('error', reject)
    thread.on('message', (news: PartNews) => {
      if ('bytes' in news) progress(news.bytes)
      else if ('parts' in news) resolve(news.parts)
      else reject(new Error(news.problem))
    })
    thread.postMessage(job)
  }).finally(() => thread.unref())
}
