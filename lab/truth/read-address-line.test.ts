import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readAddressLine } from './read-address-line.ts'

test('reads which address came or went, and when', () => {
  const text = readFileSync(new URL('fixtures/addresses-come-and-go.txt', import.meta.url), 'utf8')
  const read = text.trim().split('\n').map(readAddressLine)
  expect(read.map((one) => [one?.address, one?.gone])).toEqual([
    ['10.20.0.5', false],
    ['10.20.0.5', true],
    ['fd00:20::5', false],
    ['fd00:20::5', true],
  ])
  expect(read[1]!.atMs - read[0]!.atMs).toBe(1)
})

test('leaves other lines alone', () => {
  expect(readAddressLine('[2026-11-21T15:28:20.670246] 2: eth0: <BROADCAST> mtu 1500')).toBeNull()
  expect(readAddressLine('')).toBeNull()
})
