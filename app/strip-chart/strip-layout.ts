/** Where the chart's rows are: the marks' lanes, the channels that there is data for, the times. */

export type Row = { topPx: number; heightPx: number }
export const CHANNELS = ['claim', 'traffic', 'sessions', 'address', 'arp', 'tcp', 'terminal'] as const
export type Channel = (typeof CHANNELS)[number]
export type StripLayout = {
  marks: Row
  rows: Partial<Record<Channel, Row>>
  times: Row
  heightPx: number
}

export const LABEL_LANES = 2
const LANE_PX = 17
const TIMES_PX = 22
const PAD_MOST_PX = 9
const PAD_SHARE = 0.16
/** With more channels than this each takes less. */
const ROOMY = 4
const HEIGHTS: Record<Channel, readonly [roomy: number, dense: number]> = {
  claim: [56, 44],
  traffic: [56, 44],
  sessions: [56, 40],
  address: [48, 44],
  arp: [40, 40],
  tcp: [56, 48],
  terminal: [40, 40],
}
const OWNER_LANE_PX = 18
const MAX_OWNER_LANES = 4

/** Rows in the order of `CHANNELS`. `owners`: how many hosts held the address, a lane each. */
export function layStrip(channels: readonly Channel[], owners = 2): StripLayout {
  const marks = { topPx: 0, heightPx: LABEL_LANES * LANE_PX + 8 }
  const rows: StripLayout['rows'] = {}
  let topPx = marks.heightPx
  for (const name of CHANNELS) {
    if (!channels.includes(name)) continue
    const usual = HEIGHTS[name][channels.length > ROOMY ? 1 : 0]
    const lanes = name === 'address' ? Math.max(0, Math.min(MAX_OWNER_LANES, owners) - 2) : 0
    rows[name] = { topPx, heightPx: usual + lanes * OWNER_LANE_PX }
    topPx += rows[name].heightPx
  }
  return { marks, rows, times: { topPx, heightPx: TIMES_PX }, heightPx: topPx + TIMES_PX }
}

/** The part of a row that is drawn in. */
export function inner(row: Row): Row {
  const pad = Math.min(PAD_MOST_PX, Math.round(row.heightPx * PAD_SHARE))
  return { topPx: row.topPx + pad, heightPx: row.heightPx - 2 * pad }
}

/** From the first to the last of these channels; null where none of them is drawn. */
export function spanOf(layout: StripLayout, channels: readonly Channel[]): Row | null {
  const rows = channels.flatMap((name) => layout.rows[name] ?? [])
  const [first, last] = [rows[0], rows.at(-1)]
  return first && last ? { topPx: first.topPx, heightPx: last.topPx + last.heightPx - first.topPx } : null
}

/** Vertical middle of a label's lane; lane 0 is nearest the channels. */
export function laneMiddle(layout: StripLayout, lane: number): number {
  return layout.marks.heightPx - 4 - lane * LANE_PX - LANE_PX / 2
}
