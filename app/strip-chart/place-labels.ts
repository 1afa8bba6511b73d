/** Puts labels beside their marks in a few lanes so that none covers another; what finds no room is counted, not drawn. */

export type LabelWish = {
  id: string
  /** Where the mark is. */
  x: number
  widthPx: number
  /** Higher goes first. */
  priority: number
}

export type PlacedLabel = { id: string; lane: number; leftPx: number; side: 'right' | 'left' }
export type Placement = { placed: PlacedLabel[]; leftOut: number }

const MARK_ROOM_PX = 9
const GAP_PX = 10

/** Lane 0 is nearest the chart. A label stands right of its mark, or left of it where the edge is near. */
export function placeLabels(
  wishes: readonly LabelWish[],
  lanes: number,
  leftPx: number,
  rightPx: number,
): Placement {
  const taken: { from: number; to: number }[][] = Array.from({ length: lanes }, () => [])
  const placed: PlacedLabel[] = []
  const inOrder = [...wishes].sort((a, b) => b.priority - a.priority || b.x - a.x)
  for (const wish of inOrder) {
    const found = firstRoom(wish, taken, leftPx, rightPx)
    if (!found) continue
    taken[found.lane]!.push({ from: found.leftPx - GAP_PX, to: found.leftPx + wish.widthPx + GAP_PX })
    placed.push(found)
  }
  return { placed, leftOut: wishes.length - placed.length }
}

function firstRoom(
  wish: LabelWish,
  taken: { from: number; to: number }[][],
  leftPx: number,
  rightPx: number,
): PlacedLabel | null {
  const sides = [
    { side: 'right' as const, at: wish.x + MARK_ROOM_PX },
    { side: 'left' as const, at: wish.x - MARK_ROOM_PX - wish.widthPx },
  ]
  for (let lane = 0; lane < taken.length; lane++)
    for (const { side, at } of sides) {
      if (at < leftPx || at + wish.widthPx > rightPx) continue
      const free = taken[lane]!.every((each) => at >= each.to || at + wish.widthPx <= each.from)
      if (free) return { id: wish.id, lane, leftPx: at, side }
    }
  return null
}
