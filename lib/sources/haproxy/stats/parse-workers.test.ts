import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseWorkers } from './parse-workers.ts'

const asked = { source: 'master', loadBalancer: 'lb1', atMs: 5 }
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

test('2.6 after a reload: the old worker still serves', () => {
  expect(parseWorkers(fixture('workers-2.6-after-reload.txt'), asked)).toEqual({
    rejects: [],
    reading: {
      kind: 'workers',
      ...asked,
      workers: [
        { pid: 8447, old: false, reloads: 0, uptimeS: 1, version: '2.6.12-1+deb12u4' },
        { pid: 8432, old: true, reloads: 1, uptimeS: 3, version: '2.6.12-1+deb12u4' },
      ],
    },
  })
})

test('1.9 with a relative pid and two processes; no version', () => {
  const { reading, rejects } = parseWorkers(fixture('workers-1.9-relative-pid.txt'), asked)
  expect(rejects).toEqual([])
  expect(reading!.workers.map((w) => [w.pid, w.old, w.reloads, w.uptimeS, w.version])).toEqual([
    [1271, false, 0, 0, null],
    [1272, false, 0, 0, null],
    [1233, true, 3, 43, null],
  ])
})

test('2.0: programs are no workers', () => {
  const { reading, rejects } = parseWorkers(fixture('workers-2.0-programs.txt'), asked)
  expect(rejects).toEqual([])
  expect(reading!.workers.map((w) => [w.pid, w.uptimeS, w.version])).toEqual([
    [1271, 93_784, '2.0.0'],
    [1233, 43, '2.0-dev3-6019f6-289'],
  ])
})

test.each([
  ['Unknown command: show proc\n', 'unknown-command'],
  ['nothing of the kind\n', 'no-header'],
])('%j: %s', (text, reason) => {
  expect(parseWorkers(text, asked)).toMatchObject({ reading: null, rejects: [{ reason }] })
})
