/** Plays a recording through the live path at the pace it was made, dated as if it happened now. */

import { setTimeout as wait } from 'node:timers/promises'
import type { Collector, CollectorPort } from './collector.ts'
import { readRecording } from './recording.ts'

/** A pause in the recording longer than this is shortened to it. */
const LONGEST_PAUSE_MS = 5000

export function playRecording(file: string, port: CollectorPort, finished: () => void): Collector {
  const stop = new AbortController()
  const opened = new Set<string>()

  async function play() {
    let shiftMs: number | null = null
    for await (const entry of readRecording(file)) {
      if (stop.signal.aborted) return
      if ('polygraphRecording' in entry) continue
      shiftMs ??= port.now() - entry.atMs
      const ahead = entry.atMs + shiftMs - port.now()
      if (ahead > LONGEST_PAUSE_MS) shiftMs -= ahead - LONGEST_PAUSE_MS
      if (ahead > 0) await wait(Math.min(ahead, LONGEST_PAUSE_MS), undefined, { signal: stop.signal })
      const source = `recording ${entry.source}`
      if (!opened.has(source)) {
        opened.add(source)
        port.desk.open(source, 'replay', entry.source, entry.loadBalancer)
      }
      if (entry.kind === 'stats') port.desk.read(source, 0)
      port.intake.offer({
        source,
        loadBalancer: entry.loadBalancer,
        kind: entry.kind,
        atMs: entry.atMs + shiftMs,
        text: entry.text,
        worker: entry.worker ?? null,
        shiftMs,
      })
    }
  }

  const end = () => {
    for (const source of opened) port.desk.ended(source)
    finished()
  }
  play().then(end, (error: Error) => {
    if (stop.signal.aborted) return end()
    port.desk.open('recording', 'replay', file, null)
    port.desk.lost('recording', error.message, null)
    finished()
  })
  return { stop: () => stop.abort() }
}
