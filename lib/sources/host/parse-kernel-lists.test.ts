/** What iproute2 6.1 really printed of a host with a veth, a macvlan, a bridge, a VIP and a lost neighbour. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAddresses } from './parse-addresses.ts'
import { parseLinks } from './parse-links.ts'
import { parseNeighbour, parseNeighbours } from './parse-neighbours.ts'
import { parseProcArp } from './parse-proc-arp.ts'
import { parseRoutes } from './parse-routes.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8')

test('links have their type, and no MAC where they have none', () => {
  const { readings, rejects } = parseLinks(fixture('links-veth-macvlan-bridge'))
  expect(rejects).toEqual({})
  expect(readings.map((one) => [one.name, one.type, one.mac, one.loopback])).toEqual([
    ['lo', null, null, true],
    ['va', 'veth', 'ba:27:f1:a1:8b:ff', false],
    ['mv0', 'macvlan', '92:1a:0f:29:03:1e', false],
    ['br0', 'bridge', '46:89:02:77:aa:7a', false],
  ])
})

test('a link whose other end is down is up without carrier', () => {
  const va = parseLinks(fixture('links-no-carrier')).readings.find((one) => one.name === 'va')
  expect(va).toMatchObject({ up: true, carrier: false })
})

test('addresses of both families, a VIP with its label, and a tentative one', () => {
  const { readings, rejects } = parseAddresses(fixture('addresses-two-families-label-tentative'))
  expect(rejects).toEqual({})
  const vip = { address: '10.7.0.100', prefixLength: 32, link: 'va', scope: 'global', usable: true }
  expect(readings).toContainEqual(vip)
  expect(readings).toContainEqual({ ...vip, address: 'fd07::100', prefixLength: 128 })
  expect(readings.filter((one) => !one.usable).map((one) => one.link)).toEqual(['mv0', 'br0'])
})

test('a neighbour that does not answer has no MAC', () => {
  const { readings } = parseNeighbours(fixture('neighbours-failed-incomplete'))
  expect(readings).toContainEqual({ address: '10.7.0.2', link: 'va', mac: null, state: 'incomplete' })
  expect(readings).toContainEqual({ address: 'fd07::2', link: 'va', mac: null, state: 'failed' })
})

test('a router, a proxy and a bridge port in the table of neighbours', () => {
  const router = parseNeighbour('fd07::55 dev va lladdr 02:00:00:00:00:56 router STALE ')
  expect(router).toEqual({ address: 'fd07::55', link: 'va', mac: '02:00:00:00:00:56', state: 'stale' })
  expect(parseNeighbour('10.7.0.50 dev va proxy ')).toBeNull()
  expect(parseNeighbour('dev br0 lladdr 46:89:02:77:aa:7a PERMANENT ')).toBeNull()
})

test('routes: next hops, source, metric, several hops, and one that leads nowhere', () => {
  const four = parseRoutes(fixture('routes-multipath-blackhole'), 4)
  expect(four.rejects).toEqual({})
  const of = (destination: string) => four.readings.find((one) => one.destination === destination)
  expect(of('default')).toMatchObject({ family: 4, via: '10.7.0.2', link: 'va' })
  expect(of('10.9.0.0/16')).toMatchObject({ source: '10.7.0.100', metric: 50 })
  expect(of('10.11.0.0/16')).toMatchObject({ via: '10.7.0.2', link: 'va' })
  expect(of('10.10.0.0/16')).toMatchObject({ via: null, link: null })
  const six = parseRoutes(fixture('routes-ipv6'), 6)
  expect(six.readings.at(-1)).toMatchObject({ destination: 'default', family: 6, via: 'fd07::2' })
})

test('what is no line of the listing is counted, and the others are still read', () => {
  const damaged = `Object "addr" is unknown, try "ip help".\n${fixture('addresses-two-families-label-tentative')}`
  expect(parseAddresses(damaged).rejects).toEqual({ 'not-an-address': 1 })
  expect(parseAddresses(damaged).readings).toHaveLength(9)
  expect(parseLinks('7: va').rejects).toEqual({ 'not-a-link': 1 })
  expect(parseNeighbours('Cannot send dump request').rejects).toEqual({ 'not-a-neighbour': 1 })
  expect(parseRoutes('RTNETLINK answers: no', 4).rejects).toEqual({ 'not-a-route': 1 })
})

test('without ip: the kernel’s own table of IPv4 neighbours', () => {
  const text = `IP address       HW type     Flags       HW address            Mask     Device
10.7.0.2         0x1         0x2         02:12:34:56:78:9a     *        va
10.7.0.77        0x1         0x0         00:00:00:00:00:00     *        va
`
  expect(parseProcArp(text).readings).toEqual([
    { address: '10.7.0.2', link: 'va', mac: '02:12:34:56:78:9a', state: 'unknown' },
    { address: '10.7.0.77', link: 'va', mac: null, state: 'incomplete' },
  ])
})
