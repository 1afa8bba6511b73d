/** The kernel's own tables, captured while sockets were idle, busy, half closed, blocked and retransmitting. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEndpoint, formatIpv6 } from './format-endpoint.ts'
import { readEndpoint } from './read-endpoint.ts'
import { createTcpScan, scanTcpRows, type TcpRow } from './scan-tcp-rows.ts'
import { tcpStateOf, timerKindOf } from './tcp-state-names.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url))

function describe({ words: w, ...row }: TcpRow) {
  const local = formatEndpoint(w[0]!, w[1]!, w[2]!, w[3]!, row.localPort)
  const remote = formatEndpoint(w[4]!, w[5]!, w[6]!, w[7]!, row.remotePort)
  const queues = `${row.sendQueue}/${row.receiveQueue}`
  const timer = timerKindOf(row.timer) ?? 'none'
  return `${local} ${remote} ${tcpStateOf(row.state)} ${queues} ${timer} ${row.expiresInMs} ${row.tries} ${row.inode}`
}

function rowsOf(bytes: Uint8Array, pieces = [bytes.length]) {
  const scan = createTcpScan()
  const rows: string[] = []
  let rest = Buffer.alloc(0)
  let from = 0
  for (const length of [...pieces, bytes.length]) {
    rest = Buffer.concat([rest, bytes.subarray(from, from + length)])
    from += length
    rest = rest.subarray(scanTcpRows(rest, rest.length, true, scan, (row) => rows.push(describe(row))))
  }
  return { rows, rejects: scan.rejects }
}

test('a retransmitting, a blocked, a half-closed socket and one with keepalive', () => {
  expect(rowsOf(fixture('tcp-retransmitting'))).toEqual({
    rows: [
      '10.7.0.1:58056 10.7.0.2:7001 established 0/0 keepalive 2520 0 2681229',
      '10.7.0.1:58060 10.7.0.2:7001 established 30/0 retransmit 490 4 2681230',
      '10.7.0.1:58074 10.7.0.2:7001 fin-wait-2 0/0 none 0 0 2681233',
      '10.7.0.1:33848 10.7.0.2:7002 established 571960/0 persist 5800 2 2681232',
    ],
    rejects: 0,
  })
})

test('IPv4 in an IPv6 socket is named like IPv4: both ends agree', () => {
  expect(rowsOf(fixture('tcp6-mapped-ipv4')).rows).toEqual([
    '[::]:7002 [::]:0 unknown 0/0 none 0 0 2681144',
    '10.7.0.2:7002 10.7.0.1:33848 established 0/68064 none 0 0 2681235',
  ])
})

test('where the pieces are cut changes nothing', () => {
  const bytes = fixture('tcp-retransmitting')
  const whole = rowsOf(bytes)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }), (pieces) => {
      expect(rowsOf(bytes, pieces)).toEqual(whole)
    }),
  )
})

test('damaged rows are counted, and the others are read', () => {
  const text = fixture('tcp-retransmitting').toString()
  const damaged = text.replace('0100070A:E2CC', '0100070A E2CC')
  expect(rowsOf(Buffer.from(damaged))).toMatchObject({ rejects: 1, rows: { length: 3 } })
  expect(rowsOf(Buffer.from(`${text.slice(0, 390)}\n`))).toMatchObject({ rejects: 1 })
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      rowsOf(bytes)
    }),
  )
})

test('addresses go to text and back', () => {
  const word = fc.oneof(fc.constant(0), fc.nat(0xffffffff))
  fc.assert(
    fc.property(word, word, word, word, fc.nat(65535), (a, b, c, d, port) => {
      expect(readEndpoint(formatEndpoint(a, b, c, d, port))).toEqual({ words: [a, b, c, d], port })
    }),
  )
  expect(formatIpv6([0xfd000000, 0, 0, 0x100])).toBe('fd00::100')
  expect(formatIpv6([0x20010db8, 0, 0x10000, 1])).toBe('2001:db8::1:0:0:1')
  expect(formatIpv6([0, 0, 0, 0])).toBe('::')
})
