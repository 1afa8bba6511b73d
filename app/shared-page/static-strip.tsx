/** The strip chart as a picture in the page's own colours: for readers without scripts, for print. */

import { drawStrip } from '../strip-chart/draw-strip.ts'
import { joinSeconds } from '../strip-chart/join-seconds.ts'
import { knownChannels, ownersOf } from '../strip-chart/known-channels.ts'
import { CHANNELS, type Channel, layStrip } from '../strip-chart/strip-layout.ts'
import type { StripPalette } from '../strip-chart/strip-palette.ts'
import { StripTable } from '../strip-chart/strip-table.tsx'
import { formatClock } from '../words/format-time.ts'
import type { EvidenceStrip } from './evidence-strip.ts'
import { recordSvg } from './svg-canvas.ts'

const WIDTH_PX = 1080
const GUTTER_PX = 90
const STATES = ['up', 'going-down', 'going-up', 'down', 'nolb', 'drain', 'maint', 'no-check', 'unknown']
const NAMES: Record<Channel, string> = {
  ...{ claim: 'claim', traffic: 'traffic', sessions: 'sessions', address: 'address', arp: 'ARP' },
  ...{ tcp: 'TCP', terminal: 'terminal' },
}

const colour = (name: string) => `var(--${name})`
const PALETTE: StripPalette = {
  ...{ text: colour('text'), muted: colour('muted'), faint: colour('faint'), line: colour('line') },
  ...{ grid: colour('grid'), panel: colour('panel'), lie: colour('lie'), lieWash: colour('lie-wash') },
  failing: colour('state-down'),
  tones: {
    ...Object.fromEntries(STATES.map((state) => [state, colour(`state-${state}`)])),
    ...{ lie: colour('lie'), plain: colour('muted') },
  },
  font: 'monospace',
}

export function StaticStrip({ strip }: { strip: EvidenceStrip }) {
  const { network, marks, lies, range, subject } = strip
  const seconds = strip.seconds ?? []
  const layout = layStrip(knownChannels(strip.seconds !== null, network), ownersOf(network).length)
  const drawing = recordSvg(
    (canvas) =>
      drawStrip(canvas, {
        ...{ seconds, network, marks, lies, layout, palette: PALETTE, cursorMs: null },
        scale: { ...range, leftPx: 0, rightPx: WIDTH_PX - GUTTER_PX },
        formatTick: (atMs) => formatClock(atMs, 'utc'),
      }),
    'strip-clip-',
  )
  return (
    <figure className="static-strip panel">
      <svg
        role="img"
        aria-label={`Strip chart of ${subject}; the same values stand in the table after it`}
        viewBox={`0 0 ${WIDTH_PX} ${layout.heightPx}`}
      >
        {CHANNELS.map((channel) => {
          const row = layout.rows[channel]
          return (
            row && (
              <text key={channel} x="8" y={row.topPx + row.heightPx / 2} className="static-name">
                {NAMES[channel]}
              </text>
            )
          )
        })}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: every text in it was escaped by the recorder */}
        <g transform={`translate(${GUTTER_PX} 0)`} dangerouslySetInnerHTML={{ __html: drawing }} />
      </svg>
      <StripTable subject={subject} joined={joinSeconds(seconds, network)} zone="utc" />
    </figure>
  )
}
