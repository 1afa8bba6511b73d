/** The recordings that come with Polygraph, and a person's own: one plays at a time. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Collector, CollectorPort } from './collectors/collector.ts'
import { playRecording } from './collectors/play-recording.ts'

export function createRecordings(
  folder: string,
  port: CollectorPort,
  forget: (loadBalancer: string) => void,
  forgetHost: (host: string) => void,
) {
  let playing: Collector | null = null

  function playFile(file: string) {
    for (const source of port.desk.all().filter((one) => one.kind === 'replay')) {
      port.desk.close(source.name)
      if (source.loadBalancer) forget(source.loadBalancer)
      const host = /^recording agent (.+)$/s.exec(source.name)?.[1]
      if (host) forgetHost(host)
    }
    playing = playRecording(file, port, () => {
      playing = null
    })
  }

  return {
    playFile,
    /** Null when it plays, else why not. */
    play(name: string): string | null {
      if (playing) return 'A recording is playing already; it can be watched now.'
      const file = path.join(folder, `${name}.ndjson.gz`)
      if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) return `There is no recording called ${name}.`
      playFile(file)
      return null
    },
    stop() {
      void playing?.stop()
    },
  }
}
