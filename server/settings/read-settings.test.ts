import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSettings } from './read-settings.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-settings-'))
afterAll(() => rmSync(dir, { recursive: true }))
const withConfig = (yaml: string) => {
  writeFileSync(path.join(dir, 'polygraph.yaml'), yaml)
  return () => readSettings([], dir)
}

test('defaults listen on loopback only', () => {
  const settings = readSettings([], path.join(dir, 'none'))
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    haproxy: [],
    syslog: [],
    openAccess: false,
  })
})

test('flags name every kind of source', () => {
  const settings = readSettings(
    [
      '--haproxy',
      'a=unix:/run/a.sock',
      '--haproxy',
      'b=tcp://10.0.0.1:9999',
      '--haproxy',
      'c=http://me:s%40cret@h:8404/stats',
    ].concat(['--syslog', 'udp://127.0.0.1:5514']),
    path.join(dir, 'none'),
  )
  expect(settings.haproxy.map((one) => one.target)).toEqual([
    { via: 'unix', path: '/run/a.sock' },
    { via: 'tcp', host: '10.0.0.1', port: 9999 },
    {
      via: 'http',
      url: 'http://h:8404/stats;csv;norefresh',
      authorization: `Basic ${Buffer.from('me:s@cret').toString('base64')}`,
      insecureTls: false,
    },
  ])
  expect(settings.haproxy[2]!.shown).toBe('http://h:8404/stats')
  expect(settings.syslog).toMatchObject([{ transport: 'udp', host: '127.0.0.1', port: 5514 }])
})

test('a mistake in the file names its line', () => {
  expect(withConfig('port: 3000\nhaproxy:\n  - name: lb1\n    url: ftp://x\n')).toThrow(
    /polygraph\.yaml:4: haproxy\.0\.url: .*no HAProxy address/,
  )
  expect(withConfig('port: 3000\n\nhaproxi: []\n')).toThrow(/polygraph\.yaml:3: haproxi: no such setting/)
  expect(withConfig('haproxy:\n  - name: a\n    url: unix:/x\n    interval: soon\n')).toThrow(
    /:4: .*not a duration/,
  )
  expect(withConfig('port: [1\n')).toThrow(/polygraph\.yaml:\d+: /)
})

test('the file and its durations are read', () => {
  const settings = withConfig(
    'haproxy:\n  - name: lb1\n    url: unix:/run/x.sock\n    interval: 500ms\n    ring: r1\nsyslog:\n  - udp://127.0.0.1:5514\n  - listen: tcp://[::1]:5515\n    loadBalancer: lb1\nretention: { seconds: 2h }\n',
  )()
  expect(settings.haproxy[0]).toMatchObject({ intervalMs: 500, ring: 'r1' })
  expect(settings.syslog[1]).toMatchObject({ transport: 'tcp', host: '::1', loadBalancer: 'lb1' })
  expect(settings.retention.secondsMs).toBe(7_200_000)
})

test('open access is refused beyond loopback, and a bad port or flag is named', () => {
  expect(() => readSettings(['--open-access', '--host', '0.0.0.0'], '/')).toThrow(/loopback only/)
  expect(() => readSettings(['--port', 'http'], '/')).toThrow(/not a port/)
  expect(() => readSettings(['--prot', '1'], '/')).toThrow(/--prot/)
  expect(() => readSettings(['--haproxy', 'http://u:secret@h/'], '/')).toThrow(
    expect.not.stringContaining('secret'),
  )
})

test('where browsers come through a proxy is told by its address, and never goes with open access', () => {
  const none = path.join(dir, 'none')
  expect(readSettings(['--url', 'https://polygraph.example/'], none).publicUrl).toBe(
    'https://polygraph.example',
  )
  expect(withConfig('url: https://lb.example:8443\n')().publicUrl).toBe('https://lb.example:8443')
  expect(readSettings([], none).publicUrl).toBeNull()
  for (const url of ['polygraph.example', 'ftp://polygraph.example', 'https://polygraph.example/path'])
    expect(() => readSettings(['--url', url], none)).toThrow('is not where browsers find it')
  expect(() => readSettings(['--open-access', '--url', 'https://a.example'], none)).toThrow(
    'this machine alone',
  )
})
