/** Takes what happened long ago through the pipeline by its own dates: looked at as often as live, however fast it is read. */

import type { RawInput } from '../model/raw-input.ts'
import type { Pipeline } from './create-pipeline.ts'
import type { RawRead } from './read-raw.ts'

/** How often a live pipeline looks at what waits for time alone. */
const LOOK_EVERY_MS = 250
/** After so long without a word nothing changes any more: the rest of the silence is passed over. */
export const SETTLES_MS = 300_000
/** What the last second told is judged with it; whoever is silent after that has not gone: the record ends. */
const AFTER_MS = 1_000

export type OwnClock = ReturnType<typeof createOwnClock>

export function createOwnClock(pipeline: Pick<Pipeline, 'takeRead' | 'watch' | 'advance'>) {
  let nowMs: number | null = null
  let heardMs = 0

  function look(atMs: number): void {
    nowMs = atMs
    pipeline.watch(atMs)
    // The pipeline itself does once a second what is due once a second.
    if (atMs % 1_000 < LOOK_EVERY_MS) pipeline.advance(atMs, [])
  }

  function passTo(atMs: number): void {
    nowMs ??= Math.floor(atMs / LOOK_EVERY_MS) * LOOK_EVERY_MS
    while (nowMs + LOOK_EVERY_MS <= atMs) {
      if (nowMs > heardMs + SETTLES_MS)
        nowMs = Math.floor(atMs / LOOK_EVERY_MS) * LOOK_EVERY_MS - LOOK_EVERY_MS
      look(nowMs + LOOK_EVERY_MS)
    }
  }

  return {
    /** Epoch ms of what was taken last; null before anything was. */
    now: () => nowMs,
    /** Dates that go back are those of the word before: a file is written in the order of what it tells. */
    take(raw: RawInput, read: RawRead): void {
      const atMs = Math.max(raw.atMs, heardMs)
      passTo(atMs)
      heardMs = atMs
      if (read.reading) read.reading.atMs = atMs
      pipeline.takeRead({ ...raw, atMs }, read)
    },
    end(): void {
      if (nowMs !== null) passTo(heardMs + AFTER_MS)
    },
  }
}
