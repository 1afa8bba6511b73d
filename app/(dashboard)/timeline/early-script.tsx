/** Asks for the first window and draws it, before the page's own scripts have arrived. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after } from 'next/server'
import { preload } from 'react-dom'
import { askAhead } from '#lib/views/ask-ahead'
import { readNonce } from '../../read-nonce.ts'
import type { TimeWindow } from './time-window.ts'

let text: string | null = null

/** Written by the build. In the page itself: as a file it would wait among sixteen others. */
function readScript(): string {
  text ??= readFileSync(path.join(process.env.POLYGRAPH_EARLY ?? '', 'paint-early.js'), 'utf8')
  return text
}

export async function EarlyScript({ url, window: { fromMs, toMs } }: { url: string; window: TimeWindow }) {
  after(() => askAhead(url))
  // Under way before any script is.
  preload(url, { as: 'fetch', crossOrigin: 'anonymous' })
  return (
    <script
      nonce={await readNonce()}
      data-url={url}
      data-from={fromMs}
      data-to={toMs}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a script of our own, and nothing else
      dangerouslySetInnerHTML={{ __html: readScript() }}
    />
  )
}
