import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseRings } from './parse-rings.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

test('2.6.12: the sinks and which are buffers', () => {
  const { sinks, rejects } = parseRings(fixture('2.6.12/events.txt'))
  expect(rejects).toEqual([])
  expect(sinks.map((sink) => [sink.name, sink.type, sink.dropped])).toEqual([
    ['stdout', 'fd', 0],
    ['stderr', 'fd', 0],
    ['buf0', 'buffer', 0],
    ['r1', 'buffer', 0],
  ])
})

test.each([
  [fixture('2.0.0/events.txt'), 'unknown-command'],
  ['Permission denied\n', 'permission-denied'],
  ['what is this\n', 'no-header'],
])('no list: %#', (text, reason) => {
  expect(parseRings(text)).toMatchObject({ sinks: [], rejects: [{ reason }] })
})
