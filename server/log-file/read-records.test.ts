import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { RawInput } from '#lib/model/raw-input'
import { type RawRead, readLog } from '#lib/pipeline/read-raw'
import { RowRecord } from '#lib/sources/haproxy/scan/row-record'
import { createRecordReader } from './read-records.ts'

const FIXTURES = fileURLToPath(new URL('../../lib/sources/haproxy/log/fixtures', import.meta.url))
const OF = { source: 'log', loadBalancer: null, atMs: Date.UTC(2026, 10, 22) }

function linesOf(file: string): string[] {
  const lines = readFileSync(`${FIXTURES}/${file}`, 'utf8').trimEnd().split('\n')
  // Twice: by the first half it is learnt what stands before the second half's messages.
  return [...lines, ...lines]
}

/** All that there is to ask of it. */
function told({ reading, rejects, sent }: RawRead) {
  if (reading?.kind !== 'log') return { rejects }
  const { record } = reading
  if (record.kind !== 'request' && record.kind !== 'session') return { record, sent }
  const { kind, atMs, pid, host, pool, server, termination, retries, redispatched, timers } = record
  const { client, frontend, tls, bytes, connections, queue, truncated, loggedEarly, fields, format } = record
  const both = {
    ...{ kind, atMs, pid, host, pool, server, termination, retries, redispatched, timers: { ...timers } },
    ...{ client, frontend, tls, bytes, connections, queue, truncated, loggedEarly, fields, format, sent },
  }
  if (record.kind === 'session') return both
  const { status, requestCookie, responseCookie, requestHeaders, responseHeaders, headers } = record
  const { method, uri, httpVersion } = record
  return {
    ...{ ...both, status, requestCookie, responseCookie, requestHeaders, responseHeaders, headers },
    ...{ method, uri, httpVersion },
  }
}

function records(bytes: Buffer, chunkBytes: number) {
  const reads: RawRead[] = []
  const reader = createRecordReader('lines', {
    ...{ of: () => OF, logFormat: null },
    read: (one) => reads.push(one),
    dropped: (reason) => expect.fail(reason),
  })
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes))
  reader.end()
  return reads
}

test.each([97, 4_096, 1 << 20])(
  'every line that HAProxy wrote is what the general reader makes of it, %i bytes at once',
  (size) => {
    let scanned = 0
    for (const file of readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.txt')) continue
      const lines = linesOf(file)
      const raw = (text: string): RawInput => ({ ...OF, kind: 'log', text })
      const expected = lines.map((text) => told(readLog(raw(text), null)))
      const reads = records(Buffer.from(lines.join('\n')), size)
      scanned += reads.filter(
        ({ reading }) => reading?.kind === 'log' && (reading.record as object) instanceof RowRecord,
      ).length
      expect(reads.map(told), file).toEqual(expected)
    }
    expect(scanned).toBeGreaterThan(100)
  },
)
