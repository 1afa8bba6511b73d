/** `polygraph lab drains`: what is left at a drain's deadline, foretold and counted, over four families of lifetimes. */

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type DrainRun, playRound } from '../drains/play-drains.ts'
import { drainLines, scoreDrains } from '../drains/score-drains.ts'
import { SERVERS, startChats } from '../drains/start-chats.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export type DrainsOptions = {
  file: string
  minutes: number
  print: (line: string) => void
  say: (line: string) => void
}

/** Until the first drain, and until a server that was drained is full again. */
const WARM_UP_MS = 60_000
const REFILL_MS = 20_000
/** A client program tells of so many sessions; then all is begun anew. */
const ROUNDS_A_SITE = 4

export async function runDrains({ file, minutes, print, say }: DrainsOptions): Promise<number> {
  const stopping = stopOnSignal()
  const { signal } = stopping
  const endsAt = Date.now() + minutes * 60_000
  const runs = readRuns(file)
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  try {
    while (Date.now() < endsAt && !signal.aborted) {
      const chats = await startChats(Math.floor(Date.now() / 1000) % 100_000)
      try {
        await wait(WARM_UP_MS, undefined, { signal })
        for (let round = 0; round < ROUNDS_A_SITE && Date.now() < endsAt; round++) {
          if (round) await wait(REFILL_MS, undefined, { signal })
          const done = await playRound(chats, SERVERS[round % SERVERS.length]!, runs.length + round, signal)
          for (const run of done) {
            runs.push(run)
            appendFileSync(file, `${JSON.stringify(run)}\n`)
          }
          say(
            done
              .map(
                (one) =>
                  `${one.family}: said ${one.said?.mid ?? '–'}, came ${one.openAtDeadline} of ${one.openAtStart}`,
              )
              .join('; '),
          )
        }
      } finally {
        await chats.stop()
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    stopping.forget()
  }
  for (const line of drainLines(scoreDrains(runs))) print(line)
  return signal.aborted ? 130 : 0
}

function readRuns(file: string): DrainRun[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return text ? [JSON.parse(text) as DrainRun] : []
      } catch {
        return []
      }
    })
}
