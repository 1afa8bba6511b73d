/** The thread that reads a part of a log. */

import { parentPort } from 'node:worker_threads'
import type { LogParts } from '#lib/analysis/read-log'
import type { PartOptions } from './chunk-reader.ts'
import { type FilePart, readFilePart } from './read-part.ts'

export type PartJob = { part: FilePart; options: PartOptions }
export type PartNews = { bytes: number } | { parts: LogParts } | { problem: string }

parentPort?.on('message', ({ part, options }: PartJob) => {
  const tell = (news: PartNews) => parentPort?.postMessage(news)
  try {
    tell({ parts: readFilePart(part, options, (bytes) => tell({ bytes })) })
  } catch (error) {
    tell({ problem: (error as Error).message })
  }
})
