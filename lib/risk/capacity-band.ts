/** What a server can do, and what load does to it, as bands: a forecast is never one number. */

/** Requests/s. Null where the evidence sets no bound on that side: a peak that was seen says only "at least". */
export type CapacityBand = { lowPerS: number; midPerS: number | null; highPerS: number | null }

/** ρ, demand over capacity: `high` is what it comes to if capacity is at its low end. `mid` null: not known. */
export type LoadRatio = { low: number; mid: number | null; high: number }

export const isBand = ({ lowPerS, midPerS, highPerS }: CapacityBand) =>
  lowPerS > 0 &&
  Number.isFinite(lowPerS) &&
  (midPerS === null || midPerS >= lowPerS) &&
  (highPerS === null || highPerS >= (midPerS ?? lowPerS))

/** Several servers as one. */
export function sumCapacity(bands: readonly CapacityBand[]): CapacityBand {
  const sum = (pick: (band: CapacityBand) => number | null) => {
    let total: number | null = 0
    for (const band of bands) {
      const value: number | null = pick(band)
      total = total === null || value === null ? null : total + value
    }
    return total
  }
  return {
    lowPerS: sum((band) => band.lowPerS) ?? 0,
    midPerS: sum((b) => b.midPerS),
    highPerS: sum((b) => b.highPerS),
  }
}

export function loadRatio(demandPerS: number, capacity: CapacityBand): LoadRatio {
  return {
    low: capacity.highPerS === null ? 0 : demandPerS / capacity.highPerS,
    mid: capacity.midPerS === null ? null : demandPerS / capacity.midPerS,
    high: demandPerS / capacity.lowPerS,
  }
}

/** The band's ends as factors on its middle, to draw a simulation's capacity from; null where an end is not known. */
export function capacityFactors({
  lowPerS,
  midPerS,
  highPerS,
}: CapacityBand): { low: number; high: number } | null {
  if (midPerS === null || highPerS === null || !(midPerS > 0)) return null
  return { low: lowPerS / midPerS, high: highPerS / midPerS }
}
