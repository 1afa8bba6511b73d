import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { LoadBalancerSettings } from '#lib/model/check-settings'
import { readConfigs } from '../settings/read-configs.ts'
import { SettingsError } from '../settings/settings.ts'
import { createSourceDesk } from '../source-desk.ts'
import { followConfig } from './follow-config.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-config-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const CONFIG = 'backend app\n  option httpchk GET /health\n  server web1 10.0.0.1:80 check inter 1s fall 4\n'

async function until(holds: () => boolean) {
  for (let tries = 0; tries < 500 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

test('a haproxy.cfg is read, read again when it changes, and kept while it is away', async () => {
  const file = path.join(dir, 'haproxy.cfg')
  const read: LoadBalancerSettings[] = []
  const desk = createSourceDesk(() => 1)
  const follow = () =>
    followConfig(
      { loadBalancer: 'lb1', files: [file] },
      { desk, configure: (_, settings) => read.push(settings) },
    )
  const away = follow()
  await until(() => desk.get('lb1 haproxy.cfg')?.state === 'lost')
  await away.stop()
  writeFileSync(file, CONFIG)
  const following = follow()
  await until(() => read.length === 1)
  expect(read[0]!.pools[0]!.servers[0]).toMatchObject({ interMs: { value: 1000 }, fall: { value: 4 } })
  writeFileSync(file, CONFIG.replace('fall 4', 'fall 12'))
  await until(() => read.length === 2)
  expect(read[1]!.pools[0]!.servers[0]!.fall.value).toBe(12)
  expect(desk.get('lb1 haproxy.cfg')!.state).toBe('live')
  await following.stop()
})

test('flags name the load balancer, replace the file’s word, and add up', () => {
  const said = [
    { name: 'lb1', config: 'a.cfg' },
    { name: 'lb2', config: ['b.cfg', 'c.cfg'] },
    { name: 'lb3' },
  ]
  expect(readConfigs(said, ['lb1=/etc/x.cfg', 'lb1=y.cfg'], '/home')).toEqual([
    { loadBalancer: 'lb1', files: ['/etc/x.cfg', '/home/y.cfg'] },
    { loadBalancer: 'lb2', files: ['/home/b.cfg', '/home/c.cfg'] },
  ])
  expect(() => readConfigs([], ['/etc/haproxy.cfg'], '/home')).toThrow(SettingsError)
})
