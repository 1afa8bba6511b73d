import { expect, test } from 'vitest'
import { failingShare, formatCount, formatMs, formatRate, formatShare, plural } from './format-number.ts'
import { formatClock, formatClockMs, formatDate, formatSpan, zoneName } from './format-time.ts'

test('what does not apply is a dash, never a zero', () => {
  expect([formatCount(null), formatRate(null), formatShare(null), formatMs(null)]).toEqual([
    '–',
    '–',
    '–',
    '–',
  ])
  expect(formatRate(Number.NaN)).toBe('–')
})

test('numbers keep the digits that matter', () => {
  expect([0, 7, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '7', '999', '1,000', '1,234,567'])
  expect([0, 0.01, 0.4, 9.94, 9.96, 988, 12500].map(formatRate)).toEqual([
    '0',
    '<0.1',
    '0.4',
    '9.9',
    '10',
    '988',
    '12,500',
  ])
  expect([12.4, 999, 1500, 60_000].map(formatMs)).toEqual(['12 ms', '999 ms', '1.5 s', '60 s'])
  expect([plural(1, 'server'), plural(2, 'server')]).toEqual(['1 server', '2 servers'])
})

test('a share of nothing is not known; a small share is not zero', () => {
  expect(failingShare(0, 0)).toBeNull()
  expect(failingShare(null, 3)).toBeNull()
  expect(failingShare(10, 12)).toBe(1)
  expect([0, 0.0004, 0.38, 0.9996].map(formatShare)).toEqual(['0.0 %', '<0.1 %', '38.0 %', '100 %'])
})

test('moments are in UTC and say so', () => {
  const at = Date.UTC(2026, 1, 3, 2, 14, 7, 42)
  expect(formatClock(at, 'utc')).toBe('02:14:07')
  expect(formatClockMs(at, 'utc')).toBe('02:14:07.042')
  expect(formatDate(at, 'utc')).toBe('2026-02-03')
  expect(zoneName('utc', at)).toBe('UTC')
  expect(zoneName('local', at)).toMatch(/^UTC[+−]\d\d:\d\d$/)
})

test('spans never run backwards', () => {
  expect([-500, 400, 9_960, 52_000, 188_000, 7_500_000, 356_400_000].map(formatSpan)).toEqual([
    '0.0 s',
    '0.4 s',
    '10 s',
    '52 s',
    '3 m 08 s',
    '2 h 05 m',
    '4 d 3 h',
  ])
})
