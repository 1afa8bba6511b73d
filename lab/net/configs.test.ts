import { expect, test } from 'vitest'
import { SiteSchema } from '../scenarios/site-schema.ts'
import { keepalivedConfig } from './keepalived-config.ts'
import { lbConfig } from './lb-config.ts'
import { planAddresses } from './plan-addresses.ts'

const plan = (more: object = {}) =>
  SiteSchema.parse({
    vips: [{ address: '10.20.0.100', owners: ['lb1', 'lb2'] }],
    services: [{ name: 'ssh', mode: 'ssh', port: 2222, servers: ['bastion'] }],
    hosts: {
      lb1: { role: 'load-balancer' },
      lb2: { role: 'load-balancer', address: '10.20.0.31' },
      web1: { role: 'server' },
      bastion: { role: 'bastion' },
    },
    ...more,
  })
const FILES = { socket: '/run/a.sock', pidFile: '/run/a.pid' }

test('addresses are given in order, past those that are taken', () => {
  const given = [...planAddresses(plan())].map(([name, { data, management }]) => [name, data, management])
  expect(given).toEqual([
    ['lb1', '10.20.0.11', '198.18.0.11'],
    ['lb2', '10.20.0.31', '198.18.0.12'],
    ['web1', '10.20.0.32', '198.18.0.13'],
    ['bastion', '10.20.0.71', '198.18.0.14'],
  ])
  expect(planAddresses(plan({ network: 'fd00:20::/64' })).get('lb1')!.data).toBe('fd00:20::11')
})

test('the first owner of a VIP has the highest priority', () => {
  expect(keepalivedConfig(plan(), 'lb1', FILES.pidFile)).toMatch(/state MASTER[\s\S]*priority 150/)
  expect(keepalivedConfig(plan(), 'lb2', FILES.pidFile)).toMatch(/state BACKUP[\s\S]*priority 120/)
  expect(keepalivedConfig(plan(), 'lb1', FILES.pidFile, { '10.20.0.100': 50 })).toContain('priority 50')
})

test('adverts below a second and IPv6 need version 3', () => {
  const fast = plan({ vrrp: { advertMs: '200ms' } })
  expect(keepalivedConfig(fast, 'lb1', FILES.pidFile)).toMatch(/vrrp_version 3[\s\S]*advert_int 0\.2\n/)
  expect(keepalivedConfig(plan(), 'lb1', FILES.pidFile)).toContain('vrrp_version 2')
  const six = plan({ vips: [{ address: 'fd00:20::100', owners: ['lb1'] }], network: 'fd00:20::/64' })
  expect(keepalivedConfig(six, 'lb1', FILES.pidFile)).toMatch(
    /vrrp_version 3[\s\S]*fd00:20::100\/64 dev eth0/,
  )
})

test('a VIP that a load balancer may not hold is in neither of its files', () => {
  const two = plan({
    vips: [
      { address: '10.20.0.100', owners: ['lb1'] },
      { address: '10.20.0.101', owners: ['lb2'] },
    ],
  })
  const config = lbConfig(two, 'lb1', FILES, () => '10.20.0.71')
  expect(config).toContain('bind 10.20.0.100:2222')
  expect(config).not.toContain('10.20.0.101')
  expect(config).toContain('server bastion 10.20.0.71:22 check')
  expect(keepalivedConfig(two, 'lb1', FILES.pidFile)).not.toContain('10.20.0.101')
})
