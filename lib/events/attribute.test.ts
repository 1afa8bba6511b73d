import { expect, test } from 'vitest'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { LogRecord } from '../model/log-record.ts'
import { attribute } from './attribute.ts'

function lb(
  name: string,
  node: string,
  pid: number,
  pools: Record<string, string[]>,
): [string, LoadBalancer] {
  const named = Object.entries(pools).map(
    ([pool, servers]) => [pool, { servers: new Map(servers.map((server) => [server, {}])) }] as const,
  )
  return [name, { name, node, processes: new Map([['', { pid }]]), pools: new Map(named) } as never]
}

const world: World = {
  loadBalancers: new Map([
    lb('east', 'lb-e', 10, { app: ['web1'], both: ['a', 'b'] }),
    lb('west', 'lb-w', 20, { api: ['api1'], both: ['a', 'c'] }),
  ]),
  hosts: new Map(),
}
const names = ['east', 'west']
const line = (more: object) => ({ kind: 'server-state', pool: 'both', server: 'a', ...more }) as LogRecord

test.each([
  ['the only one', line({}), ['east'], 'east'],
  ['by host', line({ host: 'lb-w', pid: 10 }), names, 'west'],
  ['by its configured name as host', line({ host: 'east' }), names, 'east'],
  ['by pid', line({ pid: 20 }), names, 'west'],
  ['by pool', line({ pool: 'app' }), names, 'east'],
  ['by server', line({ server: 'c' }), names, 'west'],
  [
    'by the proxy that changed',
    { kind: 'proxy-state', proxy: 'api', to: 'stopped' } as LogRecord,
    names,
    'west',
  ],
  ['both have it', line({}), names, null],
  ['nobody has it', line({ pool: 'no' }), names, null],
  ['nothing to go by', { kind: 'process', message: 'x' } as LogRecord, names, null],
])('%s', (_, record, served, expected) => {
  expect(attribute(record, world, served)).toBe(expected)
})
