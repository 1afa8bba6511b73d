/** Where the chart's rows are: the marks' lanes, the three channels, the times. */

export type Row = { topPx: number; heightPx: number }
export type StripLayout = {
  marks: Row
  claim: Row
  traffic: Row
  sessions: Row
  times: Row
  heightPx: number
}

export const LABEL_LANES = 2
const LANE_PX = 17
const TIMES_PX = 22
const PAD_PX = 9

/** Rows for a given scale: 1 is the usual screen, a kiosk takes more. */
export function layStrip(scale: number): StripLayout {
  const marks = { topPx: 0, heightPx: LABEL_LANES * LANE_PX + 8 }
  const channel = Math.round(56 * scale)
  const row = (index: number, share: number): Row => ({
    topPx: marks.heightPx + index * channel,
    heightPx: Math.round(channel * share),
  })
  const timesTop = marks.heightPx + 3 * channel
  return {
    marks,
    claim: row(0, 1),
    traffic: row(1, 1),
    sessions: row(2, 1),
    times: { topPx: timesTop, heightPx: TIMES_PX },
    heightPx: timesTop + TIMES_PX,
  }
}

/** The part of a row that is drawn in. */
export function inner(row: Row): Row {
  return { topPx: row.topPx + PAD_PX, heightPx: row.heightPx - 2 * PAD_PX }
}

/** Vertical middle of a label's lane; lane 0 is nearest the channels. */
export function laneMiddle(layout: StripLayout, lane: number): number {
  return layout.marks.heightPx - 4 - lane * LANE_PX - LANE_PX / 2
}
