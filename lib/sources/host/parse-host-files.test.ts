/** Counters, settings, processes and keepalived's configuration. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCounters } from './parse-counters.ts'
import { parseKeepalived } from './parse-keepalived.ts'
import { parseProcessStat, ttyName } from './parse-process-stat.ts'
import { parseSettings } from './parse-settings.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

test('counters by their names, and the sign that something came or went', () => {
  const snmp = fixture('snmp.txt')
  const now = parseCounters(snmp + fixture('netstat.txt'))
  expect(now?.counters).toEqual({ segmentsRetransmitted: 3, resetsSent: 0, timeouts: 13, abortsOnTimeout: 0 })
  const header = /^Tcp: .*CurrEstab.*$/m.exec(snmp)?.[0].split(' ') ?? []
  const values = /^Tcp: \d.*$/m.exec(snmp)?.[0] ?? ''
  const more = values.split(' ').map((one, n) => (header[n] === 'CurrEstab' ? `${Number(one) + 1}` : one))
  expect(parseCounters(snmp.replace(values, more.join(' ')) + fixture('netstat.txt'))?.signs).not.toBe(
    now?.signs,
  )
  expect(parseCounters('Ip: a\nIp: 1\n')).toBeNull()
})

test('settings that are no numbers are unknown', () => {
  const files = {
    keepaliveTimeS: '7200\n',
    keepaliveIntervalS: '75\n',
    keepaliveProbes: '9\n',
    retries2: '15\n',
  }
  expect(parseSettings({ ...files, synRetries: 'x' })).toMatchObject({
    keepaliveTimeS: 7200,
    synRetries: null,
  })
  expect(parseSettings({ ...files, synRetries: null }).synRetries).toBeNull()
})

test('a process whose name holds brackets, in the foreground of a terminal', () => {
  const text =
    '7852 (a) b (c) S 7648 7648 7648 34816 7648 4194304 90 0 0 0 0 0 0 0 20 0 1 0 2066541 2609152 300 1844 1 1 0 0 0\n'
  expect(parseProcessStat(text)).toEqual({
    pid: 7852,
    command: 'a) b (c',
    state: 'S',
    parentPid: 7648,
    group: 7648,
    session: 7648,
    tty: 34816,
    foregroundGroup: 7648,
    startTicks: 2066541,
  })
  expect(parseProcessStat('7852 (sleep')).toBeNull()
})

test('terminals by the kernel’s numbers', () => {
  expect([34816, 34819, 0x8900, 0x0404, 0].map(ttyName)).toEqual(['pts/0', 'pts/3', 'pts/256', null, null])
})

test('keepalived’s instances, wherever the brace stands', () => {
  const { instances, includes } = parseKeepalived(fixture('keepalived-two-instances.conf'))
  expect(instances).toEqual([
    {
      instance: 'web',
      link: 'eth0',
      routerId: 51,
      priority: 150,
      advertMs: 1000,
      addresses: ['10.0.0.100', 'fd00::100', '10.0.0.101'],
    },
    { instance: 'db', link: 'eth1', routerId: 52, priority: null, advertMs: 100, addresses: ['10.1.0.5'] },
  ])
  expect(includes).toEqual(['/etc/keepalived/conf.d/*.conf'])
})
