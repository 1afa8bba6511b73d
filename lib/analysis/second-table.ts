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
export type Slot = { atS: number; requests: number; failed: number; retries: number; responseMs: number }
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
    /** What one server did, in the order of time; seconds without a request are left out. */
    *slotsOf(server: number): Generator<Slot> {
      for (const [page, cells] of [...(servers[server] ?? [])].sort(([a], [b]) => a - b))
        for (let slot = 0; slot < PAGE_SLOTS; slot++) {
          const at = slot * STRIDE
          const requests = cells[at]!
          if (requests === 0) continue
          yield {
            ...{ atS: (page * PAGE_SLOTS + slot) * slotS, requests, failed: cells[at + FAILED]! },
            ...{ retries: cells[at + RETRIES]!, responseMs: cells[at + RESPONSE_MS]! },
          }
        }
    },
  }
}
