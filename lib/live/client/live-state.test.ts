import { expect, test } from 'vitest'
import { emptySnapshot } from '../../views/empty-snapshot.ts'
import type { LiveSnapshot } from '../../views/live-view.ts'
import { advanceLive, type LiveState, nearestOffset, startLive } from './live-state.ts'

const picture = (seq: number, atMs = seq * 1000): LiveSnapshot => ({
  ...emptySnapshot,
  seq,
  atMs,
})
const live = (seq = 1): LiveState =>
  advanceLive(startLive(null), { type: 'snapshot', snapshot: picture(seq), receivedAtMs: seq * 1000 })
const update = (state: LiveState, seq: number) =>
  advanceLive(state, { type: 'update', update: { seq, atMs: seq * 1000 }, receivedAtMs: seq * 1000 })

test('a stored picture is shown but not called live', () => {
  const state = startLive(picture(3))
  expect(state.connection).toBe('connecting')
  expect(state.shown?.seq).toBe(3)
})

test('a snapshot makes it live, updates follow in order', () => {
  const state = update(live(1), 2)
  expect(state.connection).toBe('live')
  expect(state.shown?.seq).toBe(2)
})

test('a gap asks for a snapshot and leaves updates out until it came', () => {
  const gap = update(live(1), 3)
  expect(gap.resyncing).toBe(true)
  expect(gap.shown?.seq).toBe(1)
  expect(update(gap, 4)).toBe(gap)
  const closed = advanceLive(gap, { type: 'snapshot', snapshot: picture(9), receivedAtMs: 9000 })
  expect(closed.resyncing).toBe(false)
  expect(closed.shown?.seq).toBe(9)
})

test('a lost connection freezes the picture, and only a snapshot thaws it', () => {
  const frozen = advanceLive(live(5), { type: 'lost' })
  expect(frozen.connection).toBe('frozen')
  expect(frozen.shown?.seq).toBe(5)
  expect(update(frozen, 6)).toBe(frozen)
  const thawed = advanceLive(frozen, { type: 'snapshot', snapshot: picture(1), receivedAtMs: 1 })
  expect(thawed.connection).toBe('live')
  expect(thawed.shown?.seq).toBe(1)
})

test('losing a connection that never was live is still connecting', () => {
  expect(advanceLive(startLive(null), { type: 'lost' }).connection).toBe('connecting')
})

test('pause holds the picture, counts what is missed, and resume catches up', () => {
  let state = advanceLive(live(1), { type: 'pause' })
  state = update(update(state, 2), 3)
  expect(state.shown?.seq).toBe(1)
  expect(state.latest?.seq).toBe(3)
  expect(state.behind).toBe(2)
  state = advanceLive(state, { type: 'resume' })
  expect(state.shown?.seq).toBe(3)
  expect(state.behind).toBe(0)
})

test('the clock offset is that of the quickest message, until a clock is set', () => {
  expect(nearestOffset(null, -30)).toBe(-30)
  expect(nearestOffset(-30, -4)).toBe(-4)
  expect(nearestOffset(-4, -80)).toBe(-4)
  expect(nearestOffset(-4, -60_000)).toBe(-60_000)
})
