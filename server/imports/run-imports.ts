/** The thread that reads one import: the dashboard goes on meanwhile. */

import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import type { ImportRecord } from '#lib/store/import-record'
import { readImport } from './read-import.ts'

export type ImportJob = { folder: string; record: ImportRecord }
export type ImportNews = { record: ImportRecord; done: boolean; problem: string | null }

const TOLD_EVERY_MS = 250

parentPort?.on('message', async ({ folder, record }: ImportJob) => {
  let toldAtMs = 0
  const tell = (news: Omit<ImportNews, 'record'>) => parentPort?.postMessage({ record, ...news })
  try {
    await readImport(folder, record, () => {
      // The only other word that is ever sent: nobody wants it any more.
      if (parentPort && receiveMessageOnPort(parentPort)) throw new Error('it was removed')
      if (performance.now() - toldAtMs < TOLD_EVERY_MS) return
      toldAtMs = performance.now()
      tell({ done: false, problem: null })
    })
    tell({ done: true, problem: null })
  } catch (error) {
    tell({ done: true, problem: (error as Error).message })
  }
})
