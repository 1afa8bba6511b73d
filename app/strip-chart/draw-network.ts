/** The network's channels: who holds the address, whose MAC changed, connections, terminals. */

import type { NetworkSecond } from '#lib/views/network-view'
import { roundedMax } from './bands.ts'
import { columnOf, isSeen } from './columns.ts'
import type { StripFrame } from './draw-strip.ts'
import { hatch } from './hatch.ts'
import { ownerRuns, ownersOf } from './known-channels.ts'
import { inner, type Row } from './strip-layout.ts'
import { timeToX } from './time-scale.ts'

const LABEL_PAD_PX = 6
/** One of a thousand must still be seen. */
const LEAST_PX = 3

export function drawNetwork(canvas: CanvasRenderingContext2D, frame: StripFrame): void {
  const { address, arp, tcp, terminal } = frame.layout.rows
  if (address) drawAddress(canvas, frame, inner(address))
  if (arp) drawArp(canvas, frame, inner(arp))
  if (tcp) drawTcp(canvas, frame, inner(tcp))
  if (terminal) drawTerminals(canvas, frame, inner(terminal))
}

/** A lane for each host: a move is a step, and two at once are hatched in violet. */
function drawAddress(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  const { network, scale, palette } = frame
  const owners = ownersOf(network)
  const laneHeight = row.heightPx / Math.max(2, owners.length)
  canvas.font = `11px ${palette.font}`
  canvas.textBaseline = 'middle'
  for (const { owner, from, to, shared } of ownerRuns(network)) {
    const left = Math.max(scale.leftPx, Math.round(timeToX(from * 1000, scale)))
    const right = Math.min(scale.rightPx, Math.round(timeToX(to * 1000, scale)))
    if (right <= left) continue
    const top = row.topPx + owners.indexOf(owner) * laneHeight
    const box = { left, right, top: top + 1, bottom: top + laneHeight - 1 }
    canvas.fillStyle = shared ? palette.lie : palette.muted
    canvas.globalAlpha = 0.2
    canvas.fillRect(left, box.top, right - left, box.bottom - box.top)
    canvas.globalAlpha = 1
    canvas.fillRect(left, box.top, right - left, 1.5)
    if (shared) hatch(canvas, box, palette.lie, 0.7)
    const width = canvas.measureText(owner).width
    if (width + 2 * LABEL_PAD_PX > right - left) continue
    if (shared) {
      canvas.fillStyle = palette.panel
      canvas.fillRect(left + 3, box.top + 2, width + 6, box.bottom - box.top - 3)
    }
    canvas.fillStyle = shared ? palette.lie : palette.text
    canvas.fillText(owner, left + LABEL_PAD_PX, (box.top + box.bottom) / 2 + 1)
  }
}

/** A quiet line, a stroke for each second in which a MAC changed, a wash while somebody believes otherwise. */
function drawArp(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  const { network, palette } = frame
  const middle = Math.round(row.topPx + row.heightPx / 2) + 0.5
  const most = Math.max(1, ...network.map((each) => each.neighbourChanges))
  for (const each of network) {
    if (!isSeen(frame, each.second)) continue
    const { left, width } = columnOf(frame, each.second)
    const lie = each.disagree > 0
    canvas.fillStyle = lie ? palette.lie : palette.faint
    canvas.globalAlpha = lie ? 0.3 : 1
    if (lie) canvas.fillRect(left, row.topPx, width, row.heightPx)
    canvas.globalAlpha = lie ? 1 : 0.7
    canvas.fillRect(left, middle - 0.5, width, lie ? 1.5 : 1)
    canvas.globalAlpha = 1
    if (!each.neighbourChanges) continue
    const height = row.heightPx * (0.5 + 0.5 * (each.neighbourChanges / most))
    canvas.fillStyle = palette.text
    canvas.fillRect(Math.round(left + width / 2) - 1, middle - height / 2, 2, height)
  }
}

export const tcpMax = (network: readonly NetworkSecond[]) =>
  roundedMax(Math.max(0, ...network.map(({ tcp }) => Math.max(tcp.established, badOf(tcp)))))

const badOf = ({ phantom, orphaned, blackholed, retransmitting }: NetworkSecond['tcp']) =>
  phantom + orphaned + Math.max(blackholed, retransmitting)

/** Established as a line; under it what looks alive and is dead, what sends into the void, what only repeats itself. */
function drawTcp(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  const { network, palette } = frame
  const max = tcpMax(network)
  canvas.beginPath()
  let before = Number.NaN
  for (const { second, tcp } of network) {
    if (!isSeen(frame, second) && !isSeen(frame, second + 1) && !isSeen(frame, second - 1)) continue
    const { left, width } = columnOf(frame, second)
    const parts = [
      [tcp.phantom + tcp.orphaned, palette.lie],
      [tcp.blackholed, palette.failing],
      [Math.max(0, tcp.retransmitting - tcp.blackholed), palette.tones['going-down'] ?? palette.muted],
    ] as const
    let bottom = row.topPx + row.heightPx
    canvas.globalAlpha = 0.65
    for (const [count, colour] of parts) {
      if (count <= 0) continue
      const height = Math.max(LEAST_PX, (count / max) * row.heightPx)
      canvas.fillStyle = colour
      canvas.fillRect(left, bottom - height, width, height)
      bottom -= height
    }
    canvas.globalAlpha = 1
    const x = timeToX(second * 1000 + 500, frame.scale)
    const y = row.topPx + row.heightPx * (1 - Math.min(1, tcp.established / max))
    if (second === before + 1) canvas.lineTo(x, y)
    else canvas.moveTo(x - 0.75, y)
    if (second !== before + 1) canvas.lineTo(x, y)
    before = second
  }
  canvas.strokeStyle = palette.text
  canvas.lineWidth = 1.35
  canvas.stroke()
}

/** Open terminals quiet, stalled ones violet on top of them. */
function drawTerminals(canvas: CanvasRenderingContext2D, frame: StripFrame, row: Row): void {
  const { network, palette } = frame
  const max = Math.max(1, ...network.map(({ terminals }) => Math.max(terminals.open, terminals.stalled)))
  for (const { second, terminals } of network) {
    if (!isSeen(frame, second)) continue
    const { left, width } = columnOf(frame, second)
    const open = (Math.max(terminals.open, terminals.stalled) / max) * row.heightPx
    if (open <= 0) continue
    const bottom = row.topPx + row.heightPx
    canvas.fillStyle = palette.muted
    canvas.globalAlpha = 0.2
    canvas.fillRect(left, bottom - open, width, open)
    canvas.globalAlpha = 1
    canvas.fillRect(left, bottom - open, width, 1.5)
    if (!terminals.stalled) continue
    canvas.fillStyle = palette.lie
    canvas.fillRect(left, bottom - open, width, Math.max(LEAST_PX, (terminals.stalled / max) * row.heightPx))
  }
}
