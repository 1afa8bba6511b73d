import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecondTable, type Slots } from './second-table.ts'

type Added = { server: number; second: number; failed: number; retries: number; responseMs: number }
const added = fc.array(
  fc.record({
    server: fc.nat(3),
    second: fc.oneof(fc.nat(3_000), fc.nat(2_000_000)).map((s) => 1_790_000_000 + s),
    failed: fc.nat(1),
    retries: fc.nat(3),
    responseMs: fc.nat(500),
  }),
  { maxLength: 200 },
)

type Slot = { atS: number; requests: number; failed: number; retries: number; responseMs: number }
const toRows = ({ count, atS, requests, failed, retries, responseMs }: Slots) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ atS: atS[i], requests: requests[i], failed: failed[i] },
    ...{ retries: retries[i], responseMs: responseMs[i] },
  }))

const fill = (all: readonly Added[], mostPages?: number) => {
  const table = createSecondTable(mostPages)
  for (const { server, second, failed, retries, responseMs } of all)
    table.add(server, second, failed, retries, responseMs)
  return table
}

/** What the slots should be, counted by hand. */
function expected(all: readonly Added[], server: number, slotS: number): Slot[] {
  const slots = new Map<number, Slot>()
  for (const one of all.filter((each) => each.server === server)) {
    const atS = Math.floor(one.second / slotS) * slotS
    const slot = slots.get(atS) ?? { atS, requests: 0, failed: 0, retries: 0, responseMs: 0 }
    slots.set(atS, slot)
    slot.requests++
    slot.failed += one.failed
    slot.retries += one.retries
    slot.responseMs += one.responseMs
  }
  return [...slots.values()].sort((a, b) => a.atS - b.atS)
}

test('counts each second of each server; where pages run short, each longer slot', () => {
  fc.assert(
    fc.property(added, fc.option(fc.integer({ min: 4, max: 20 }), { nil: undefined }), (all, mostPages) => {
      const table = fill(all, mostPages)
      if (mostPages === undefined) expect(table.slotS()).toBe(1)
      for (let server = 0; server < 4; server++)
        expect(toRows(table.slotsOf(server))).toEqual(expected(all, server, table.slotS()))
    }),
  )
})

test('another table is added to it, its servers under other numbers, however long its slots are', () => {
  const pages = fc.constantFrom(4, 6, 1_000)
  fc.assert(
    fc.property(added, added, pages, pages, (a, b, mostA, mostB) => {
      const table = fill(a, mostA)
      table.merge(fill(b, mostB).parts(), (server) => 3 - server)
      const both = [...a, ...b.map((each) => ({ ...each, server: 3 - each.server }))]
      for (let server = 0; server < 4; server++)
        expect(toRows(table.slotsOf(server))).toEqual(expected(both, server, table.slotS()))
    }),
  )
})

test('a month of twenty servers does not take more memory than a day', () => {
  const table = createSecondTable(200)
  for (let second = 0; second < 30 * 86_400; second += 30)
    for (let server = 0; server < 20; server++) table.add(server, second, 0, 0, 0)
  const pages = table.parts().servers.reduce((sum, own) => sum + own.size, 0)
  expect(pages).toBeLessThanOrEqual(201)
  expect(table.slotS()).toBeGreaterThan(60)
})
