import { expect, test } from 'vitest'
import { capacityFactors } from './capacity-band.ts'
import { meanOf } from './draw.ts'
import { type KnownServer, toServerModel, USUAL_BACKLOG } from './to-server-model.ts'

const known: KnownServer = {
  name: 'a',
  weight: 1,
  backup: false,
  capacityPerS: 190,
  unloadedMs: 20,
  cv: null,
  maxConnections: null,
  backlog: null,
}
const modelled = (change: Partial<KnownServer>) => {
  const answer = toServerModel({ ...known, ...change })
  if (!answer.ok) throw new Error(answer.reason)
  return answer
}

test('slots are whole, and slots over mean is the capacity exactly', () => {
  const { server } = modelled({})
  expect(server.slots).toBe(4)
  expect((server.slots * 1000) / meanOf(server.service)).toBeCloseTo(190, 9)
  expect(modelled({ capacityPerS: 3 }).server.slots).toBe(1)
})

test('what was assumed is said', () => {
  expect(modelled({}).assumptions).toEqual([
    'a works on 4 requests at once, 21.1 ms each',
    `the kernel of a holds ${USUAL_BACKLOG} connections more`,
  ])
  expect(modelled({ maxConnections: 2, backlog: 128, cv: 0.5 }).assumptions[1]).toContain('maxconn 2')
})

test('nothing is made up where nothing is known', () => {
  expect(toServerModel({ ...known, capacityPerS: 0 })).toEqual({
    ok: false,
    reason: 'capacity of a is not known',
  })
  expect(toServerModel({ ...known, unloadedMs: Number.NaN })).toEqual({
    ok: false,
    reason: 'response time of a is not known',
  })
  expect(toServerModel({ ...known, cv: -1 })).toEqual({ ok: false, reason: 'cv is not 0 to 100' })
})

test('a band as factors on its middle', () => {
  expect(capacityFactors({ lowPerS: 90, midPerS: 100, highPerS: 120 })).toEqual({ low: 0.9, high: 1.2 })
  expect(capacityFactors({ lowPerS: 90, midPerS: null, highPerS: null })).toBeNull()
})
