import { expect, test } from 'vitest'
import type { LogRecord } from '../model/log-record.ts'
import { compileLogFormat } from '../sources/haproxy/log/compile-log-format.ts'
import { parseLine } from '../sources/parse-line.ts'
import { applyLog } from './apply-log.ts'
import { createPool, createServer, createWorld, loadBalancerOf } from './create-world.ts'
import { keepLeg, LEG_KEPT_MS, MAX_LEGS } from './keep-leg.ts'

const NOW = 1_795_256_391_000

function legsOf(format: string, ...lines: string[]) {
  const world = createWorld()
  const pool = createPool('app')
  pool.servers.set('web1', { ...createServer('web1', NOW), address: '10.0.1.11:9000' })
  const lb = loadBalancerOf(world, 'lb1')
  lb.pools.set('app', pool)
  const logFormat = compileLogFormat(format)
  if (!logFormat.ok) throw new Error(logFormat.error.message)
  for (const line of lines) {
    const record = parseLine(line, { logFormat })
    expect(record.ok).toBe(true)
    applyLog(
      world,
      {
        kind: 'log',
        source: 'udp',
        loadBalancer: 'lb1',
        atMs: NOW,
        record: record as LogRecord,
        shifted: false,
      },
      'lb1',
    )
  }
  return Object.fromEntries(
    [...(lb.legs ?? [])].map(([key, { server, local, remote }]) => [key, { server, local, remote }]),
  )
}

test('a line with all four ends joins the two connections, in the words that sockets are named with', () => {
  const format = '%ci:%cp %fi:%fp %b/%s %bi:%bp %si:%sp %ts %B'
  expect(
    legsOf(
      format,
      '10.0.0.7:51000 10.0.0.100:443 app/web1 10.0.1.2:40001 10.0.1.11:8080 cD 120',
      '::ffff:10.0.0.8:51001 ::ffff:10.0.0.100:443 app/web1 fd00::2:40002 fd00::11:8080 -- 7',
    ),
  ).toEqual({
    '10.0.0.7:51000 10.0.0.100:443': { server: 'web1', local: '10.0.1.2:40001', remote: '10.0.1.11:8080' },
    '10.0.0.8:51001 10.0.0.100:443': {
      server: 'web1',
      local: '[fd00::2]:40002',
      remote: '[fd00::11]:8080',
    },
  })
})

test('without %si:%sp the configured address of the server stands in', () => {
  expect(
    legsOf('%ci:%cp %fi:%fp %b/%s %bi:%bp %ts', '10.0.0.7:51000 10.0.0.100:443 app/web1 10.0.1.2:40001 --'),
  ).toEqual({
    '10.0.0.7:51000 10.0.0.100:443': { server: 'web1', local: '10.0.1.2:40001', remote: '10.0.1.11:9000' },
  })
})

test('a connection that reached no server has no second leg', () => {
  const format = '%ci:%cp %fi:%fp %b/%s %bi:%bp %si:%sp %ts'
  expect(legsOf(format, '10.0.0.7:51000 10.0.0.100:443 app/<NOSRV> -:- -:- SC')).toEqual({})
  expect(legsOf('%ci:%cp %b/%s %bi:%bp %ts', '10.0.0.7:51000 app/web1 10.0.1.2:40001 --')).toEqual({})
})

test('the oldest go first, by age and by number', () => {
  const lb = loadBalancerOf(createWorld(), 'lb1')
  const leg = (atMs: number) => ({ pool: 'app', server: 'web1', local: 'a:1', remote: 'b:1', atMs })
  keepLeg(lb, 'c:1', 'v:443', leg(1))
  keepLeg(lb, 'c:2', 'v:443', leg(2))
  keepLeg(lb, 'c:1', 'v:443', leg(3))
  keepLeg(lb, 'c:3', 'v:443', leg(2 + LEG_KEPT_MS))
  expect([...lb.legs!.keys()]).toEqual(['c:1 v:443', 'c:3 v:443'])
  for (let n = 0; n <= MAX_LEGS; n++) keepLeg(lb, `d:${n}`, 'v:443', leg(3 + LEG_KEPT_MS))
  expect(lb.legs!.size).toBe(MAX_LEGS)
  expect(lb.legs!.has('d:0 v:443')).toBe(false)
})
