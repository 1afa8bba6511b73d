/** What an announcement changes, and what of it is news. */

import { expect, test } from 'vitest'
import type { NeighbourReading, NeighbourState } from '../lib/model/host-report.ts'
import { createKernelPicture } from './kernel-picture.ts'

const neighbour = (mac: string | null, state: NeighbourState): NeighbourReading => ({
  address: '10.0.0.100',
  link: 'eth0',
  mac,
  state,
})
const told = (mac: string | null, state: NeighbourState = 'reachable') =>
  ({ what: 'neighbour', reading: neighbour(mac, state), gone: false }) as const

test('a MAC that flips and comes back within one breath is two changes', () => {
  const picture = createKernelPicture()
  picture.replace('neighbour', [neighbour('a', 'reachable')], 0)
  const changes = [told('b'), told('a')].map((one) => picture.apply(one, 5)?.change)
  expect(changes).toMatchObject([
    { atMs: 5, from: { mac: 'a' }, to: { mac: 'b' } },
    { atMs: 5, from: { mac: 'b' }, to: { mac: 'a' } },
  ])
})

test('a neighbour that only ages changes the list and is no news', () => {
  const picture = createKernelPicture()
  picture.apply(told('a'), 0)
  expect(picture.apply(told('a', 'stale'), 1)).toEqual({ list: 'neighbours', change: null, news: false })
  expect(picture.apply(told('a', 'stale'), 2)).toBeNull()
  expect(picture.lists().neighbours).toEqual([neighbour('a', 'stale')])
})

test('a neighbour that does not answer is news', () => {
  const picture = createKernelPicture()
  picture.apply(told('a'), 0)
  expect(picture.apply(told(null, 'failed'), 1)).toMatchObject({ news: true, change: { to: { mac: null } } })
})

test('the check finds what was not announced', () => {
  const picture = createKernelPicture()
  const address = {
    address: '10.0.0.1',
    prefixLength: 24,
    link: 'eth0',
    scope: 'global',
    usable: true,
  } as const
  picture.replace('address', [address], 0)
  expect(picture.replace('address', [address], 1)).toEqual({ changes: [], differs: false })
  const gone = picture.replace('address', [], 2)
  expect(gone).toEqual({ changes: [{ atMs: 2, what: 'address', from: address, to: null }], differs: true })
})

test('the announcement of a link keeps the type that only the list told', () => {
  const picture = createKernelPicture()
  const link = { name: 'va', mac: 'a', up: true, carrier: true, loopback: false, type: 'veth' }
  picture.replace('link', [link], 0)
  const down = { ...link, up: false, carrier: null, type: null }
  picture.apply({ what: 'link', reading: down, gone: false }, 1)
  expect(picture.lists().links).toEqual([{ ...down, type: 'veth' }])
})
