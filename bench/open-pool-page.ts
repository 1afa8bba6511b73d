/** How long a pool page over an hour takes to open, from a day's database and a server just started on it. */

import { createPool, createServer } from '#lib/state/create-world'
import { saveSnapshot } from '#lib/store/snapshot'
import type { Store } from '#lib/store/store'
import { emptySnapshot } from '#lib/views/empty-snapshot'
import type { LiveSnapshot } from '#lib/views/live-view'
import { toPoolView } from '#lib/views/to-pool-view'
import { median } from './bars.ts'
import { startPolygraph } from './polygraph-process.ts'

/** The picture that the pages find beside the readings. */
export async function savePicture(store: Store, pools: number, serversOfPool: number): Promise<void> {
  const views = Array.from({ length: pools }, (_, at) => {
    const pool = createPool(`pool${at}`)
    for (let i = 0; i < serversOfPool; i++)
      pool.servers.set(`srv${at}-${i}`, createServer(`srv${at}-${i}`, Date.now()))
    return toPoolView('lb1', pool, false)
  })
  const snapshot: LiveSnapshot = {
    ...emptySnapshot,
    seq: 1,
    atMs: Date.now(),
    headline: { tone: 'calm', lead: 'A day of readings.', rest: '', detail: '' },
    pools: views,
  }
  const saved = await saveSnapshot(store, snapshot)
  if (!saved.ok) throw saved.error
}

/** Milliseconds, median and worst, over pools not asked for before; the first of all warms the server. */
export async function openPoolPages(
  dataDir: string,
  runs: number,
): Promise<{ median: number; worst: number }> {
  const polygraph = await startPolygraph(['--data', dataDir, '--log', '/nonexistent/haproxy.log'])
  try {
    const times: number[] = []
    for (let run = 0; run <= runs; run++) {
      const started = performance.now()
      const response = await fetch(`${polygraph.url}/pools/${encodeURIComponent(`lb1/pool${run}`)}?range=1h`)
      const page = await response.text()
      if (!response.ok || !page.includes(`srv${run}-19`) || page.includes('Nothing was recorded'))
        throw new Error(`the page of pool${run} is not what was stored: ${response.status}`)
      if (run > 0) times.push(performance.now() - started)
    }
    return { median: median(times), worst: Math.max(...times) }
  } finally {
    await polygraph.stop()
  }
}
