/** Numbers for names that stand in bytes: found again without making a string of them. */

const FIRST_SLOTS = 1_024

export type NameTable = ReturnType<typeof createNameTable>

/** A name belongs to a group (the host that wrote it): the same name of two hosts is two. */
export function createNameTable() {
  let slots = new Int32Array(FIRST_SLOTS).fill(-1)
  let bytes = new Uint8Array(16_384)
  let used = 0
  const starts: number[] = []
  const ends: number[] = []
  const hashes: number[] = []
  const groups: number[] = []

  function rehash(): void {
    slots = new Int32Array(slots.length * 2).fill(-1)
    for (let id = 0; id < hashes.length; id++) slots[freeSlot(hashes[id]! + groups[id]!)] = id
  }

  function freeSlot(hash: number): number {
    let slot = hash & (slots.length - 1)
    while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1)
    return slot
  }

  function keep(from: Uint8Array, start: number, end: number): void {
    if (used + end - start > bytes.length) {
      const wider = new Uint8Array(Math.max(bytes.length * 2, used + end - start))
      wider.set(bytes)
      bytes = wider
    }
    for (let i = start; i < end; i++) bytes[used++] = from[i]!
  }

  function isSame(id: number, hash: number, group: number, from: Uint8Array, start: number, end: number) {
    if (hashes[id] !== hash || groups[id] !== group) return false
    const at = starts[id]!
    if (ends[id]! - at !== end - start) return false
    for (let i = end - 1; i >= start; i--) if (from[i] !== bytes[at + i - start]) return false
    return true
  }

  return {
    /** `hash` is `hashOf` of the same bytes; who walks over them anyway has it already. */
    idOf(hash: number, group: number, from: Uint8Array, start: number, end: number): number {
      let slot = (hash + group) & (slots.length - 1)
      for (;;) {
        const id = slots[slot]!
        if (id < 0) break
        if (isSame(id, hash, group, from, start, end)) return id
        slot = (slot + 1) & (slots.length - 1)
      }
      const id = hashes.length
      starts.push(used)
      keep(from, start, end)
      ends.push(used)
      hashes.push(hash)
      groups.push(group)
      slots[slot] = id
      if (hashes.length * 2 > slots.length) rehash()
      return id
    },
    size: () => hashes.length,
    groupOf: (id: number) => groups[id]!,
    /** As UTF-8. */
    nameOf: (id: number) => new TextDecoder().decode(bytes.subarray(starts[id], ends[id])),
  }
}

export function hashOf(from: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let i = start; i < end; i++) hash = (hash * 31 + from[i]!) | 0
  return hash
}
