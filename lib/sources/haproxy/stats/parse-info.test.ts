import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseInfo } from './parse-info.ts'

const asked = { source: 'socket', loadBalancer: 'lb1', atMs: 1_800_000_000_000 }
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

test('2.6.12: the start is what it says', () => {
  const { reading, rejects } = parseInfo(fixture('2.6.12/info.txt'), asked)
  expect(rejects).toEqual([])
  expect(reading).toEqual({
    kind: 'process',
    ...asked,
    worker: null,
    version: '2.6.12-1+deb12u4',
    node: 'lb1',
    pid: 21764,
    processNumber: 1,
    startedAtMs: 1795251554_000,
    uptimeS: 2,
    stopping: false,
    connections: 0,
    droppedLogs: 0,
  })
})

test('2.0.0: the start is counted back from when it was asked', () => {
  expect(parseInfo(fixture('2.0.0/info.txt'), asked).reading).toMatchObject({
    version: '2.0.0',
    pid: 30190,
    startedAtMs: asked.atMs - 3_000,
  })
})

test('a worker on its way out, no node, a number it does not print', () => {
  const { reading } = parseInfo('Version: 1.5.19\nPid: 7\nStopping: 1\n\n', asked)
  expect(reading).toMatchObject({ stopping: true, node: null, connections: null, startedAtMs: null })
})

test.each([
  ['Permission denied\n', 'permission-denied'],
  [fixture('2.6.12/bogus.txt'), 'unknown-command'],
  ['', 'empty-answer'],
  ['Foo: 1\n', 'no-process-fields'],
])('no reading: %#', (text, reason) => {
  expect(parseInfo(text, asked)).toMatchObject({ reading: null, rejects: [{ reason }] })
})
