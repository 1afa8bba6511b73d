/** What `ss -tinoeH` of iproute2 6.1 really printed. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatEndpoint } from './format-endpoint.ts'
import { parseSs, readDuration, type SsReading } from './parse-ss.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8')
const local = ({ local: { words, port } }: SsReading) => formatEndpoint(...words, port)
const of = (name: string, port: number) => {
  const found = parseSs(fixture(name)).readings.find((one) => one.local.port === port)
  if (!found) throw new Error(`no socket with port ${port}`)
  return found
}

test('a busy socket whose path is cut', () => {
  const { timer, detail, sendQueue } = of('ss-retransmitting', 58060)
  expect(sendQueue).toBe(30)
  expect(timer).toEqual({ kind: 'retransmit', expiresInMs: 484, tries: 4 })
  expect(detail).toMatchObject({
    backoff: 3,
    unacked: 1,
    lastSentMs: 1148,
    lastReceivedMs: 4680,
    rtoMs: 1632,
  })
  expect(detail).toMatchObject({ rttMs: 0.151, retransmits: 1, bytesSent: 35, bytesReceived: 25 })
})

test('an idle socket says when it last heard something', () => {
  const { timer, detail } = of('ss-idle-busy-half-closed-persist', 58056)
  expect(timer).toEqual({ kind: 'keepalive', expiresInMs: 7080, tries: 0 })
  expect(detail).toMatchObject({ backoff: 0, unacked: 0, lastReceivedMs: 2920, bytesReceived: 0 })
})

test('a socket that was never answered has no last word', () => {
  const { state, timer, detail } = of('ss-idle-busy-half-closed-persist', 45088)
  expect([state, timer?.tries]).toEqual(['syn-sent', 2])
  expect(detail).toMatchObject({ lastReceivedMs: null, lastSentMs: null, lastAckMs: null })
})

test('IPv4 in an IPv6 socket is named like IPv4', () => {
  expect(parseSs(fixture('ss-mapped-ipv4')).readings.map(local)).toContain('10.7.0.2:7002')
})

test('details on the same line (-O) read the same', () => {
  const text = fixture('ss-retransmitting')
  expect(parseSs(text.replace(/\n\t/g, ' '))).toEqual(parseSs(text))
})

test('durations as ss writes them', () => {
  expect(['308ms', '7.080ms', '25sec', '1min59sec', '119min'].map(readDuration)).toEqual([
    308, 7080, 25_000, 119_000, 7_140_000,
  ])
})

test('what is no socket is counted; the line behind it belongs to nobody', () => {
  const { readings, rejects } = parseSs(
    `Failed to find cgroup2 mount\n\t cubic rto:204\n${fixture('ss-mapped-ipv4')}`,
  )
  expect(rejects).toEqual({ 'not-a-socket': 1 })
  expect(readings).toHaveLength(4)
  expect(parseSs('ESTAB 0 0 10.0.0.1:ssh 10.0.0.2:22').rejects).toEqual({ 'unknown-endpoint': 1 })
})
