/** What was sent as steps from cell to cell, back as moments. */

import type { TimelineView } from './timeline-view.ts'

/** In place: a million numbers are not copied. */
export function spreadCells(cells: number[]): number[] {
  let ms = 0
  for (let i = 2; i < cells.length; i += 3) {
    ms += cells[i]!
    cells[i] = ms
  }
  return cells
}

export function spreadView(sent: TimelineView): TimelineView {
  for (const { cells } of sent.lanes) spreadCells(cells)
  return sent
}
