/** How often each duration was measured, to the millisecond below 65.5 s and to 1/256 above; histograms of parts add up to that of the whole. */

const PAGE = 256
/** A page for every 256 ms, then one for every doubling up to 2³² ms. */
const EXACT_MS = 65_536
const EXACT_PAGES = EXACT_MS / PAGE
const PAGES = EXACT_PAGES + 16

export type Histogram = { pages: (Uint32Array | null)[]; count: number }

export const createHistogram = (): Histogram => ({ pages: new Array(PAGES).fill(null), count: 0 })

export function addDuration(to: Histogram, ms: number): void {
  let page = ms >> 8
  let cell = ms & 255
  if (ms >= EXACT_MS) {
    const exponent = 31 - Math.clz32(ms)
    page = EXACT_PAGES + exponent - 16
    cell = (ms >>> (exponent - 8)) & 255
  }
  let cells = to.pages[page]
  if (cells === null || cells === undefined) {
    cells = new Uint32Array(PAGE)
    to.pages[page] = cells
  }
  cells[cell]!++
  to.count++
}

export function addHistogram(to: Histogram, from: Histogram): void {
  for (const [page, cells] of from.pages.entries()) {
    if (!cells) continue
    const own = to.pages[page]
    if (own) for (let i = 0; i < PAGE; i++) own[i]! += cells[i]!
    else to.pages[page] = cells.slice()
  }
  to.count += from.count
}

/** The least duration that this share of all are not above; null where none was measured. */
export function quantile({ pages, count }: Histogram, share: number): number | null {
  if (count === 0) return null
  const rank = Math.max(1, Math.ceil(share * count))
  let seen = 0
  for (const [page, cells] of pages.entries()) {
    if (!cells) continue
    for (let cell = 0; cell < PAGE; cell++) {
      seen += cells[cell]!
      if (seen >= rank) return durationOf(page, cell)
    }
  }
  return null
}

function durationOf(page: number, cell: number): number {
  if (page < EXACT_PAGES) return page * PAGE + cell
  const exponent = page - EXACT_PAGES + 16
  return (PAGE + cell) * 2 ** (exponent - 8)
}
