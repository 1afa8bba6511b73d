import { expect, test } from 'vitest'
import { readHaproxyLine } from './read-haproxy-line.ts'

test.each([
  [
    '<129>Nov 21 16:20:11 lb1 haproxy[412]: Server app/web1 is DOWN, reason: Layer7 timeout, check duration: 1001ms. 4 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
    { what: 'eviction', pool: 'app', server: 'web1' },
  ],
  [
    '<133>Nov 21 16:20:31 lb1 haproxy[412]: Server app/web1 is UP, reason: Layer7 check passed, code: 200, check duration: 1ms. 5 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.',
    { what: 'return', pool: 'app', server: 'web1' },
  ],
  [
    '<129>Nov 21 16:20:11 lb1 haproxy[412]: Server chat/web2 enters drain state.',
    { what: 'drain-started', pool: 'chat', server: 'web2' },
  ],
  [
    '<129>Nov 21 16:20:11 lb1 haproxy[412]: Server chat/web2 is going DOWN for maintenance.',
    { what: 'drain-started', pool: 'chat', server: 'web2' },
  ],
  [
    '<128>Nov 21 16:20:11 lb1 haproxy[412]: backend app has no server available!',
    { what: 'pool-empty', pool: 'app' },
  ],
  [
    '<134>Nov 21 16:20:11 lb1 haproxy[412]: 10.20.0.51:40122 [21/Nov/2026:16:20:11.000] fe_app app/web1 0/0/0/1/1 200 91 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"',
    null,
  ],
])('%s', (line, word) => {
  expect(readHaproxyLine(line)).toEqual(word)
})
