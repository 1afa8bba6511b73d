/** What is kept of an import beside its store: whose files, how far they are read, what was refused and why. */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** Sample of a line that was refused. */
const SAMPLE_CHARS = 200
/** Reasons that are told apart in a file. */
const MOST_REASONS = 50

const refusedShape = z.record(z.string(), z.object({ count: z.number(), sample: z.string() }))
const fileShape = z.object({
  name: z.string(),
  bytes: z.number(),
  /** When it was last written, where the giver's machine said; dates without a year are near it. */
  modifiedAtMs: z.number(),
  /** Whose log it is; null: the lines say, or the file's name. */
  loadBalancer: z.string().nullable(),
  uploaded: z.boolean(),
  kind: z.enum(['recording', 'stats', 'sockets', 'log', 'unknown']).nullable(),
  why: z.string(),
  entries: z.number(),
  taken: z.number(),
  refused: refusedShape,
})
const recordShape = z.object({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  by: z.string(),
  createdAtMs: z.number(),
  state: z.enum(['uploading', 'reading', 'ready', 'failed']),
  problem: z.string().nullable(),
  files: z.array(fileShape),
  read: z.object({ bytes: z.number(), of: z.number() }),
  /** First and last moment that was read of; null before any. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
  events: z.number(),
  incidents: z.number(),
})

export type ImportFile = z.infer<typeof fileShape>
export type ImportRecord = z.infer<typeof recordShape>
export const importShape = recordShape

const FILE = 'import.json'

/** Null where there is none, or not of this version. */
export function loadRecord(folder: string): ImportRecord | null {
  try {
    return recordShape.parse(JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')))
  } catch {
    return null
  }
}

export function saveRecord(folder: string, record: ImportRecord): void {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, FILE)
  writeFileSync(`${file}.part`, JSON.stringify(record))
  renameSync(`${file}.part`, file)
}

/** Newest first. `home` is the folder that has a folder for each. */
export function loadRecords(home: string): ImportRecord[] {
  const ids = existsSync(home) ? readdirSync(home) : []
  return ids
    .flatMap((id) => loadRecord(path.join(home, id)) ?? [])
    .sort((a, b) => b.createdAtMs - a.createdAtMs)
}

export const uploadOf = (folder: string, number: number): string => path.join(folder, `upload-${number}`)

export function refuseIn(file: ImportFile, reason: string, sample: string, count = 1): void {
  const known = file.refused[reason]
  if (known) known.count += count
  else {
    const name = Object.keys(file.refused).length < MOST_REASONS ? reason : 'other'
    const other = file.refused[name]
    if (other) other.count += count
    else file.refused[name] = { count, sample: sample.slice(0, SAMPLE_CHARS) }
  }
}
