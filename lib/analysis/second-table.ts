/** What each server did in each second: pages of numbers, so that a quiet night costs nothing. Where they become too many, a slot comes to mean two seconds, then four. */

/** Numbers of a slot: requests, failed ones, retries, the sum of response times. */
export const FAILED = 1
export const RETRIES = 2
export const RESPONSE_MS = 3
export const STRIDE = 4

const PAGE_SLOTS = 1_024
/** About 40 MB. */
const MOST_PAGES = 2_500

type Pages = Map<number, Uint32Array>
/** As they are kept, by server, then by page number; handed from thread to thread. */
export type SecondParts = { slotS: number; servers: Pages[] }
/** What one server did, in the order of time and in columns; seconds without a request are left out. */
export type Slots = {
  count: number
  atS: Float64Array
  requests: Uint32Array
  failed: Uint32Array
  retries: Uint32Array
  responseMs: Uint32Array
}
export type SecondTable = ReturnType<typeof createSecondTable>

export function createSecondTable(mostPages = MOST_PAGES) {
  let slotS = 1
  let servers: Pages[] = []
  let count = 0
  // The page each server was last in.
  let lastPage: number[] = []
  let lastCells: Uint32Array[] = []

  function pageOf(server: number, page: number): Uint32Array {
    while (servers.length <= server) {
      servers.push(new Map())
      lastPage.push(Number.NaN)
      lastCells.push(new Uint32Array(0))
    }
    let cells = servers[server]!.get(page)
    if (!cells) {
      cells = new Uint32Array(PAGE_SLOTS * STRIDE)
      servers[server]!.set(page, cells)
      count++
    }
    lastPage[server] = page
    lastCells[server] = cells
    return cells
  }

  function addSlot(server: number, slot: number, from: Uint32Array, at: number): void {
    const cells = pageOf(server, Math.floor(slot / PAGE_SLOTS))
    const to = (slot % PAGE_SLOTS) * STRIDE
    for (let k = 0; k < STRIDE; k++) cells[to + k]! += from[at + k]!
  }

  /** Each slot of `parts`, in slots `factor` times as long. */
  function addParts(parts: Pages[], factor: number, serverOf: (theirs: number) => number): void {
    for (const [server, pages] of parts.entries())
      for (const [page, cells] of pages)
        for (let slot = 0; slot < PAGE_SLOTS; slot++)
          if (cells[slot * STRIDE] !== 0)
            addSlot(serverOf(server), Math.floor((page * PAGE_SLOTS + slot) / factor), cells, slot * STRIDE)
  }

  function coarsen(): void {
    const old = servers
    slotS *= 2
    servers = []
    count = 0
    lastPage = []
    lastCells = []
    addParts(old, 2, (server) => server)
  }

  return {
    add(server: number, second: number, failed: number, retries: number, responseMs: number): void {
      if (count > mostPages) coarsen()
      const slot = slotS === 1 ? second : Math.floor(second / slotS)
      const page = Math.floor(slot / PAGE_SLOTS)
      const cells = lastPage[server] === page ? lastCells[server]! : pageOf(server, page)
      const at = (slot - page * PAGE_SLOTS) * STRIDE
      cells[at]!++
      cells[at + FAILED]! += failed
      cells[at + RETRIES]! += retries
      cells[at + RESPONSE_MS]! += responseMs
    },
    slotS: () => slotS,
    parts: (): SecondParts => ({ slotS, servers }),
    /** Of another table, whose servers have other numbers. */
    merge(parts: SecondParts, serverOf: (theirs: number) => number): void {
      while (slotS < parts.slotS) coarsen()
      addParts(parts.servers, slotS / parts.slotS, serverOf)
      while (count > mostPages) coarsen()
    },
    slotsOf(server: number): Slots {
      const pages = [...(servers[server] ?? [])].sort(([a], [b]) => a - b)
      const slots = startSlots(pages.reduce((sum, [, cells]) => sum + countUsed(cells), 0))
      let to = 0
      for (const [page, cells] of pages)
        for (let slot = 0; slot < PAGE_SLOTS; slot++) {
          const at = slot * STRIDE
          if (cells[at] === 0) continue
          slots.atS[to] = (page * PAGE_SLOTS + slot) * slotS
          slots.requests[to] = cells[at]!
          slots.failed[to] = cells[at + FAILED]!
          slots.retries[to] = cells[at + RETRIES]!
          slots.responseMs[to++] = cells[at + RESPONSE_MS]!
        }
      return slots
    },
  }
}

function countUsed(cells: Uint32Array): number {
  let used = 0
  for (let at = 0; at < cells.length; at += STRIDE) if (cells[at] !== 0) used++
  return used
}

export const startSlots = (count: number): Slots => ({
  ...{
    count,
    atS: new Float64Array(count),
    requests: new Uint32Array(count),
    failed: new Uint32Array(count),
  },
  ...{ retries: new Uint32Array(count), responseMs: new Uint32Array(count) },
})
