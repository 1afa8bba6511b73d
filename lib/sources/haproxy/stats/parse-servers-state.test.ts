import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseServersState } from './parse-servers-state.ts'

const asked = { source: 'socket', loadBalancer: 'lb1', atMs: 5 }
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

test('17 fields: no port, the mask is decimal, a short row is refused alone', () => {
  const { reading, rejects } = parseServersState(fixture('servers-state-17-fields-1.6.txt'), asked)
  expect(reading!.servers.map((s) => [s.server, s.port, s.operational, s.admin])).toEqual([
    ['web1', null, 'running', []],
    ['web2', null, 'running', ['inherited-drain']],
    ['web3', null, 'stopped', ['forced-maint', 'resolution-maint']],
  ])
  expect(rejects).toEqual([{ reason: 'wrong-column-count', raw: '3 app 4 web4', count: 1 }])
})

test('19 fields: port and name', () => {
  expect(parseServersState(fixture('servers-state-19-fields-1.8.txt'), asked).reading!.servers).toMatchObject(
    [
      {
        address: '2001:db8::1',
        port: 8080,
        fqdn: 'web1.example',
        operational: 'stopping',
        admin: ['fqdn-changed'],
      },
    ],
  )
})

test('25 fields of 2.6.12: maintenance asked for and inherited', () => {
  const { reading } = parseServersState(fixture('2.6.12/srvstate.30-maint.txt'), asked)
  const admin = (pool: string, server: string) =>
    reading!.servers.find((s) => s.pool === pool && s.server === server)?.admin
  expect(admin('be_ok', 's1')).toEqual(['forced-maint'])
  expect(admin('be_track', 't1')).toEqual(['inherited-maint'])
  expect(admin('be_empty', 'nosrv')).toEqual(['forced-maint', 'config-maint'])
  expect(admin('be_resolve', 'd1')).toEqual(['resolution-maint'])
})

test.each([
  ['Permission denied\n', 'permission-denied'],
  ['1\n3 app 1 web1\n', 'no-header'],
])('%j: %s', (text, reason) => {
  expect(parseServersState(text, asked)).toMatchObject({ reading: null, rejects: [{ reason }] })
})
