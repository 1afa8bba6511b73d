import { expect, test } from 'vitest'
import type { RequestRecord, SessionRecord } from '../model/log-record.ts'
import { createSeenLines, SAME_LINE_MS } from './seen-lines.ts'

const line = (port: number) =>
  ({ client: { ip: '10.0.0.9', port }, atMs: 5, server: 'web1', timers: { totalMs: 3 } }) as SessionRecord

test('a line that came by another way is known, one that came twice by the same is two', () => {
  const isKnown = createSeenLines()
  const by = (source: string, port: number, atMs = 100) => isKnown('lb1', { source, atMs }, line(port))
  expect([by('syslog', 1), by('ring', 1), by('ring', 2), by('syslog', 2)]).toEqual([
    false,
    false,
    false,
    true,
  ])
  expect([by('syslog', 3), by('syslog', 3), by('ring', 3)]).toEqual([false, false, true])
  expect(by('ring', 4)).toBe(false)
  expect(by('syslog', 4, 100 + 3 * SAME_LINE_MS)).toBe(true)
  by('syslog', 5, 100 + 5 * SAME_LINE_MS)
  expect(by('syslog', 6, 100 + 7 * SAME_LINE_MS)).toBe(false)
  expect(isKnown('lb2', { source: 'ring', atMs: 100 }, line(3))).toBe(false)
})

test('without a client’s port the request itself tells lines apart', () => {
  const isKnown = createSeenLines()
  const by = (source: string, uri: string) => {
    const told = {
      client: { ip: '10.0.0.9', port: null },
      atMs: 5_000,
      server: null,
      timers: { totalMs: null },
    }
    return isKnown('lb1', { source, atMs: 100 }, {
      kind: 'request',
      status: 200,
      bytes: 3,
      uri,
      ...told,
    } as RequestRecord)
  }
  expect([by('shop.log', '/a'), by('blog.log', '/'), by('blog.log', '/b'), by('shop.log', '/b')]).toEqual([
    false,
    false,
    false,
    true,
  ])
})
