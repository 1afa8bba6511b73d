import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sniffFile } from './sniff-file.ts'

const fixture = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

test.each([
  ['haproxy/stats/fixtures/2.6.12/http.csv', 'stats'],
  ['haproxy/stats/fixtures/2.6.12/stat.00-initial.csv', 'stats'],
  ['haproxy/log/fixtures/2.6.12/log.rfc3164.txt', 'log'],
  ['haproxy/log/fixtures/2.6.12/log.raw.txt', 'log'],
  ['host/fixtures/ss-retransmitting.txt', 'sockets'],
  ['host/fixtures/ss-mapped-ipv4.txt', 'sockets'],
])('%s is %s', (name, kind) => {
  expect(sniffFile(fixture(name)).kind).toBe(kind)
})

test.each([
  ['{"polygraphRecording":1,"title":"x","startedAtMs":1}\n{}', 'recording'],
  ['\uFEFF# pxname,svname,qcur\n', 'stats'],
  ['State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n', 'sockets'],
  ['\n\n', 'unknown'],
  ['\u0000\u0001PNG\u0000\u0000\u0000', 'unknown'],
])('%j is %s', (head, kind) => {
  expect(sniffFile(head).kind).toBe(kind)
})
