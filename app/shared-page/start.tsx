/** Entry of the page's own script: brings the strip chart to life, and asks whether the link still holds. */

import { createRoot } from 'react-dom/client'
import '../tokens.css'
import '../base.css'
import '../words/words.css'
import './shared-page.css'
import './shared-print.css'
import type { EvidenceStrip } from './evidence-strip.ts'
import { FrozenStrip } from './live-strip.tsx'

const CHECK_EVERY_MS = 3_000

const place = document.getElementById('strip-live')
const data = document.getElementById('strip-data')?.textContent
if (place && data) {
  document.body.dataset.live = ''
  createRoot(place).render(<FrozenStrip strip={JSON.parse(data) as EvidenceStrip} />)
}

/** Only where the page was served by a link: a file has nobody to ask. */
const state = document.body.dataset.state
if (state) {
  const check = async () => {
    const answer = await fetch(state, { cache: 'no-store' }).catch(() => null)
    if (answer?.status !== 404) return
    clearInterval(timer)
    document.title = 'Gone'
    const said = document.createElement('main')
    said.className = 'gone'
    said.setAttribute('role', 'alert')
    said.textContent = 'This link does not lead anywhere any more.'
    document.body.replaceChildren(said)
  }
  const timer = setInterval(check, CHECK_EVERY_MS)
}
