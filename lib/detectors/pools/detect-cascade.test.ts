import { expect, test } from 'vitest'
import { chainOf } from './detect-cascade.ts'
import type { Eviction } from './watch-evictions.ts'

const out = (server: string, atS: number, given: Partial<Eviction> = {}): Eviction => ({
  ...{ server, atMs: atS * 1000, errorMs: 500, failingSinceMs: (atS - 2) * 1000, status: 'L7TOUT', text: '' },
  ...{ loadBefore: 1.1, sessionsGrew: null, returnedAtMs: null },
  ...given,
})
const names = (evictions: Eviction[]) => chainOf(evictions).map((one) => one.server)

test('the second falls under the load of the first', () => {
  expect(names([out('web1', 10), out('web2', 20), out('web3', 24)])).toEqual(['web1', 'web2', 'web3'])
})

test('what they share fails: all began before the first was gone', () => {
  const began = { failingSinceMs: 8_000 }
  expect(names([out('web1', 10, began), out('web2', 11, began), out('web3', 13, began)])).toEqual([])
})

test('evicted at once without a failing check seen: together, not one after another', () => {
  const unseen = { failingSinceMs: null }
  expect(names([out('web1', 10, unseen), out('web2', 10.5, unseen), out('web3', 11, unseen)])).toEqual([])
})

test('low load explains nothing, a closed port is no overload', () => {
  expect(names([out('web1', 10), out('web2', 20, { loadBefore: 0.5 })])).toEqual([])
  expect(names([out('web1', 10), out('web2', 20, { status: 'L4CON', loadBefore: 0.95 })])).toEqual([])
  expect(names([out('web1', 10), out('web2', 20, { status: 'L4CON', loadBefore: 1.4 })])).toHaveLength(2)
})

test('where capacity is not known, connections that piled up tell', () => {
  const unknown = { loadBefore: null }
  expect(names([out('web1', 10), out('web2', 20, { ...unknown, sessionsGrew: 4 })])).toHaveLength(2)
  expect(names([out('web1', 10), out('web2', 20, { ...unknown, sessionsGrew: 1.2 })])).toEqual([])
})

test('one server that flaps is no cascade; nor is what comes a minute later', () => {
  expect(names([out('web1', 10), out('web1', 30)])).toEqual([])
  expect(names([out('web1', 10), out('web2', 100)])).toEqual([])
})
