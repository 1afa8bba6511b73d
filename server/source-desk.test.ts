import { expect, test } from 'vitest'
import { createSourceDesk, FURTHER_SOURCES, MAX_REASONS, MAX_SOURCES, SAMPLE_CHARS } from './source-desk.ts'

test('tells of silence once, and of the return once', () => {
  const turns: string[] = []
  const desk = createSourceDesk(
    () => 5,
    (source, turn) => turns.push(`${source.name} ${turn}`),
  )
  desk.open('lb1', 'haproxy-socket', 'unix:/x', 'lb1')
  desk.lost('lb1', 'never there', 10)
  expect(turns).toEqual([])
  desk.read('lb1', 1)
  desk.lost('lb1', 'refused', 10)
  desk.lost('lb1', 'refused', 20)
  expect(desk.get('lb1')).toMatchObject({ state: 'lost', lastError: 'refused', retryAtMs: 20 })
  desk.read('lb1', 1)
  expect(turns).toEqual(['lb1 source-lost', 'lb1 source-recovered'])
  expect(desk.get('lb1')).toMatchObject({ state: 'live', lastError: null, readings: 2, lastReadingAtMs: 5 })
})

test('counts rejects by reason with a short sample, and never more reasons than its limit', () => {
  const desk = createSourceDesk(() => 0)
  desk.open('log', 'file', '/x', null)
  desk.reject('log', 'bad-date', 'x'.repeat(1000), 3)
  desk.reject('log', 'bad-date', 'short')
  expect(desk.get('log')?.rejects).toEqual({ 'bad-date': 4 })
  expect(desk.get('log')?.rejectSamples['bad-date']).toBe('short')
  for (let i = 0; i < 2 * MAX_REASONS; i++) desk.reject('log', `reason-${i}`, 'x'.repeat(1000))
  expect(Object.keys(desk.get('log')!.rejects)).toHaveLength(MAX_REASONS + 1)
  expect(desk.get('log')?.rejects.other).toBe(MAX_REASONS + 1)
  expect(desk.get('log')?.rejectSamples['reason-0']).toHaveLength(SAMPLE_CHARS)
})

test('says how many senders found no row of their own', () => {
  const desk = createSourceDesk(() => 0)
  for (let i = 0; i < MAX_SOURCES + 3; i++) desk.open(`sender ${i}`, 'ingest', '', null)
  expect(desk.all()).toHaveLength(MAX_SOURCES + 1)
  expect(desk.get(FURTHER_SOURCES)?.losses).toEqual({ sources: 3 })
})
