/** Decides when browsers are told: at once when something happened, but not more often than they can draw. */

import type { Pipeline } from '#lib/pipeline/create-pipeline'
import type { LiveUpdate, SourceView } from '#lib/views/live-view'

/** Two updates are at least this far apart. */
export const GAP_MS = 40

export function createPublisher(port: {
  pipeline: Pipeline
  publish: (update: LiveUpdate) => void
  sources: (nowMs: number) => SourceView[]
  now: () => number
}) {
  let lastAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let beat: NodeJS.Timeout

  function advance() {
    timer = null
    lastAt = performance.now()
    const nowMs = port.now()
    const update = port.pipeline.advance(nowMs, port.sources(nowMs))
    if (update) port.publish(update)
  }

  /** Each second begins with what only time changes: strips, rates, staleness. The writer saves it a little later, when browsers have been served. */
  function scheduleBeat() {
    beat = setTimeout(
      () => {
        advance()
        scheduleBeat()
      },
      1002 - (port.now() % 1000),
    )
  }
  scheduleBeat()

  return {
    settled() {
      if (timer || !port.pipeline.isTouched()) return
      const wait = GAP_MS - (performance.now() - lastAt)
      if (wait <= 0) advance()
      else timer = setTimeout(advance, wait)
    },
    stop() {
      clearTimeout(beat)
      if (timer) clearTimeout(timer)
    },
  }
}
