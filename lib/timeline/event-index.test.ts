import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVENT_CLASSES, eventClass } from '../model/event-class.ts'
import { compareLanes, laneOf } from '../model/lane.ts'
import type { LbEvent } from '../model/lb-event.ts'
import { spreadCells } from '../views/spread-cells.ts'
import { countAll, countWindow } from './count-window.ts'
import { createEventIndex, lowerBound } from './event-index.ts'

type Told = Pick<
  LbEvent,
  'id' | 'kind' | 'atMs' | 'observedAtMs' | 'to' | 'loadBalancer' | 'pool' | 'server'
> & { host?: string | null }

const told = (id: string, atMs: number, more: Partial<Told> = {}): Told => ({
  id,
  kind: 'server-state',
  atMs,
  observedAtMs: atMs,
  to: 'down',
  loadBalancer: 'lb1',
  pool: 'app',
  server: 'web1',
  ...more,
})

describe('an index of events', () => {
  test('tells any window as a plain count of its events would', () => {
    const events = fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 2_000_000 }),
        server: fc.constantFrom('web1', 'web2', null),
        to: fc.constantFrom('up', 'down', 'drain', 'odd'),
        late: fc.integer({ min: 0, max: 900_000 }),
      }),
      { maxLength: 3_000, size: 'max' },
    )
    const window = fc.record({
      fromMs: fc.integer({ min: 0, max: 1_900_000 }),
      lengthMs: fc.integer({ min: 1, max: 500_000 }),
      buckets: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(events, window, (drawn, { fromMs, lengthMs, buckets }) => {
        const index = createEventIndex()
        const all = drawn.map((each, i) =>
          told(`e${i}`, each.atMs, { ...each, observedAtMs: each.atMs + each.late }),
        )
        index.putOld(all.slice(0, 500))
        for (const each of all.slice(500)) index.put(each)
        const toMs = fromMs + lengthMs
        const lanes = index.lanes()
        const counted = countWindow(index.columns(), lanes.length, { fromMs, toMs, buckets })
        const inside = all.filter((each) => each.atMs >= fromMs && each.atMs < toMs)
        expect(counted.total).toBe(inside.length)
        for (const [number, lane] of lanes.entries()) {
          const own = inside.filter((each) => laneOf(each).id === lane.id)
          const cells = spreadCells(counted.cells[number]!)
          let sum = 0
          for (let i = 0; i < cells.length; i += 3) {
            const bucket = Math.floor(cells[i + 2]! / counted.bucketMs)
            const same = own.filter(
              (each) =>
                eventClass(each) === cells[i] &&
                Math.floor((each.atMs - fromMs) / counted.bucketMs) === bucket,
            )
            sum += cells[i + 1]!
            if (cells[i + 1] === 0) {
              const last = own.filter(
                (each) => Math.floor((each.atMs - fromMs) / counted.bucketMs) === bucket,
              )
              const endMs = Math.max(...last.map((each) => each.atMs))
              expect(last.filter((each) => each.atMs === endMs).map(eventClass)).toContain(cells[i])
              continue
            }
            expect(cells[i + 1]).toBe(same.length)
            expect(cells[i + 2]).toBe(Math.min(...same.map((each) => each.atMs)) - fromMs)
          }
          const times = cells.filter((_, i) => i % 3 === 2)
          const buckets = times.map((ms) => Math.floor(ms / counted.bucketMs))
          expect(buckets).toEqual([...buckets].sort((a, b) => a - b))
          const endState = own.toSorted((a, b) => a.atMs - b.atMs).at(-1)
          const told = own.filter((each) => each.atMs === endState?.atMs).map(eventClass)
          if (endState) expect(told).toContain(cells.at(-3))
          expect(sum).toBe(own.length)
        }
        const parts = countAll(index.columns(), { fromMs, toMs, buckets })
        expect(parts.reduce((a, b) => a + b, 0)).toBe(inside.length)
      }),
      { numRuns: 30 },
    )
  })

  test('takes an amended event for the same, and joins those that are amended no more', () => {
    const index = createEventIndex()
    index.put(told('a', 1_000))
    index.put(told('a', 900, { to: 'maint' }))
    expect(index.count()).toBe(1)
    expect(index.columns().atMs[0]).toBe(900)
    for (let i = 0; i < 5_000; i++) {
      index.put(told(`e${i}`, i * 1_000))
      index.put(told(`e${i}`, i * 1_000 + 1))
    }
    expect(index.count()).toBe(5_001)
    const { atMs, count } = index.columns()
    expect(atMs.subarray(0, count)).toEqual(atMs.slice(0, count).sort())
  })

  test('knows the state in which a lane enters the window, and says nothing where none was told', () => {
    const index = createEventIndex()
    index.put(told('a', 1_000, { to: 'drain' }))
    index.put(told('b', 2_000, { kind: 'verdict', to: 'lying' }))
    index.put(told('c', 2_500, { kind: 'host-link', pool: null, server: null, host: 'lb1', to: 'down' }))
    const { before } = countWindow(index.columns(), 2, { fromMs: 3_000, toMs: 4_000, buckets: 10 })
    expect(EVENT_CLASSES[before[0]!]).toBe('drain')
    expect(before[1]).toBe(-1)
  })

  test('forgets what retention has deleted', () => {
    const index = createEventIndex()
    index.putOld([1, 2, 3, 4].map((each) => told(`${each}`, each * 1_000)))
    index.put(told('young', 1_500))
    index.dropBefore(2_500)
    expect(index.count()).toBe(2)
    expect(lowerBound(index.columns(), 0)).toBe(0)
    expect(index.columns().atMs[0]).toBe(3_000)
  })
})

test('lanes stand in the order a person looks for them', () => {
  const lanes = ['lb2/app', 'lb1/app/web10', 'lb1/app/web2', 'lb1', 'lb1/app'].map((id) => {
    const [loadBalancer = '', pool = null, server = null] = id.split('/')
    return laneOf({ loadBalancer, pool, server })
  })
  lanes.push(laneOf({ loadBalancer: '', pool: null, server: null, host: 'web1' }))
  expect(lanes.sort(compareLanes).map((lane) => lane.id)).toEqual([
    'web1',
    'lb1',
    'lb1/app',
    'lb1/app/web2',
    'lb1/app/web10',
    'lb2/app',
  ])
})
