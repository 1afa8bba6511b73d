import { expect, test } from 'vitest'
import type { ProcessReading } from '../model/stats-reading.ts'
import { diffProcess } from './diff-process.ts'

const first: ProcessReading = {
  kind: 'process',
  source: 's',
  loadBalancer: 'lb',
  worker: null,
  atMs: 100_000,
  version: '2.6.12',
  node: null,
  pid: 7,
  processNumber: 1,
  startedAtMs: 50_000,
  uptimeS: 50,
  stopping: false,
  connections: 0,
  droppedLogs: 0,
}

test('first seen and unchanged give nothing; uptime wanders by a second', () => {
  expect(diffProcess(null, first)).toEqual([])
  expect(diffProcess(first, { ...first, atMs: 101_000, startedAtMs: 51_000 })).toEqual([])
})

test('another pid, or a later start under the same pid, is a new process', () => {
  const next = { ...first, atMs: 110_000, pid: 8, startedAtMs: 105_000, version: '2.6.13' }
  expect(diffProcess(first, next)).toMatchObject([
    {
      kind: 'process-started',
      from: 'pid 7',
      to: 'pid 8',
      atMs: 105_500,
      errorMs: 1_000,
      info: 'version 2.6.13',
    },
  ])
  expect(diffProcess(first, { ...first, atMs: 110_000, startedAtMs: 105_000 })).toHaveLength(1)
})

test('a process on its way out is told once', () => {
  const next = { ...first, atMs: 101_000, stopping: true }
  expect(diffProcess(first, next)).toMatchObject([{ kind: 'process-stopping', to: 'pid 7', errorMs: 500 }])
  expect(diffProcess(next, { ...next, atMs: 102_000 })).toEqual([])
})
