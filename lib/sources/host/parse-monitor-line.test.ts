/** What `ip -o monitor` really printed while a VIP went, a MAC changed and a neighbour was lost. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseMonitorLine } from './parse-monitor-line.ts'

const lines = (name: string) =>
  readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
const read = (name: string) => lines(name).map(parseMonitorLine)
const heard = (name: string) => read(name).filter((one) => one !== null && typeof one !== 'string')

test('every captured line is understood or left out on purpose', () => {
  for (const name of ['failover', 'with-labels', 'with-dates', 'neighbours-lost'])
    expect(read(`monitor-${name}`).filter((one) => typeof one === 'string')).toEqual([])
})

test('labels and dates change nothing in what is said', () => {
  expect(heard('monitor-with-labels')).toEqual(heard('monitor-failover'))
  expect(heard('monitor-with-dates').length).toBe(heard('monitor-failover').length)
})

test('a VIP that goes', () => {
  const address = { address: '10.7.0.100', prefixLength: 32, link: 'va', scope: 'global', usable: true }
  expect(heard('monitor-failover')).toContainEqual({ what: 'address', reading: address, gone: true })
})

test('a MAC that changes twice in a row stays two announcements', () => {
  const macs = heard('monitor-failover').flatMap((one) =>
    one.what === 'neighbour' && one.reading.address === '10.7.0.2' ? [one.reading.mac] : [],
  )
  expect(macs).toEqual(['02:00:00:00:00:66', '02:00:00:00:00:67'])
})

test('a neighbour that is lost', () => {
  const lost = { address: '10.7.0.2', link: 'va', mac: null, state: 'failed' }
  expect(heard('monitor-neighbours-lost')).toContainEqual({ what: 'neighbour', reading: lost, gone: false })
})

test('the kernel’s routes to itself, multicast neighbours and bridge ports are left out', () => {
  const out = [
    'local 10.7.0.100 dev va table local proto kernel scope host src 10.7.0.100 ',
    'Deleted ff02::16 dev mv0 lladdr 33:33:00:00:00:16 NOARP ',
    'dev br0 lladdr 46:89:02:77:aa:7a PERMANENT ',
    '[NSID]nsid 0 (iproute2 netns name: peer)',
  ]
  expect(out.map(parseMonitorLine)).toEqual([null, null, null, null])
})

test('anything else is named', () => {
  expect(parseMonitorLine('?? what')).toBe('unknown-announcement')
  expect(parseMonitorLine('5: eth0: <UP> mtu 1500')).toBe('link-without-address')
})
