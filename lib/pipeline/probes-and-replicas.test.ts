/** Direct probes and replicated stores, through the whole path. */

import { expect, test } from 'vitest'
import { playPool, scriptedServer } from './scripted-pool.ts'

const idle = () => [scriptedServer('web1', { perSecond: 0 }), scriptedServer('web2', { perSecond: 0 })]
type Played = ReturnType<typeof playPool>

function probe(played: Played, server: string, failure: string | null, version: string | null = null) {
  const text = JSON.stringify({
    ...{ pool: 'app', server, address: '10.0.0.1:80', path: '/price', status: failure ? 500 : 200 },
    ...{ durationMs: 5, failure, version },
  })
  played.pipeline.take({ source: 'probes', loadBalancer: 'lb1', kind: 'probe', atMs: played.now(), text })
}

const both = (tell: (name: string) => void) => {
  for (const name of ['web1', 'web2']) tell(name)
}

function rounds(played: Played, count: number, tell: (round: number) => void) {
  for (let round = 0; round < count; round++) {
    tell(round)
    played.run(1_000)
  }
}

test('a failing direct probe beside a passing check is the lie itself, also without traffic', () => {
  const played = playPool(idle())
  rounds(played, 4, () => both((name) => probe(played, name, null)))
  expect(played.alarms()).toEqual([])
  rounds(played, 5, () => {
    probe(played, 'web1', 'status 500, not 200')
    probe(played, 'web2', null)
  })
  expect(played.alarms()).toEqual(['lying-health-check'])
  const [lie] = played.of('lying-health-check')
  expect(lie!.text).toBe('HAProxy calls app/web1 UP while asked directly it fails: status 500, not 200')
  expect(played.verdict('web1')).toMatchObject({ kind: 'lying', reason: 'probe fails: status 500, not 200' })
})

test('probes of all that fail are what they share', () => {
  const played = playPool(idle())
  rounds(played, 8, () => both((name) => probe(played, name, 'status 502')))
  expect(played.alarms()).toEqual(['shared-dependency-failing'])
})

test('two servers that give different versions when asked directly', () => {
  const played = playPool(idle())
  rounds(played, 20, () => {
    probe(played, 'web1', null, 'sha256 aa')
    probe(played, 'web2', null, 'sha256 bb')
  })
  expect(played.alarms()).toEqual(['divergent-responses'])
  expect(played.of('divergent-responses')[0]!.facts.direct).toBe(true)
})

test('a page that is new at every request says nothing', () => {
  const played = playPool(idle())
  rounds(played, 40, (round) => both((name) => probe(played, name, null, `${name} ${round}`)))
  expect(played.alarms()).toEqual([])
})

function replication(played: Played, member: string, role: string, more: object) {
  const text = JSON.stringify({ kind: 'replication', group: 'orders', member, role, ...more })
  played.pipeline.take({
    source: 'ingest',
    loadBalancer: null,
    kind: 'replication',
    atMs: played.now(),
    text,
  })
}

test('a replica that stands still while its primary goes on', () => {
  const played = playPool(idle())
  rounds(played, 30, (second) => {
    replication(played, 'db1', 'primary', { position: 1_000 * second })
    replication(played, 'db2', 'replica', { position: 1_000 * Math.min(second, 10) })
    replication(played, 'db3', 'replica', { position: 1_000 * Math.max(0, second - 2) })
  })
  expect(played.of('replication-lag').map((one) => one.subjects[0]!.id)).toEqual(['db2'])
})

test('a new primary behind the last seen old one has lost writes', () => {
  const played = playPool(idle())
  rounds(played, 5, (second) => {
    replication(played, 'db1', 'primary', { position: '0/1000' })
    replication(played, 'db2', 'replica', { position: second === 4 ? '0/F00' : '0/E00' })
  })
  replication(played, 'db2', 'primary', { position: '0/F00' })
  played.run(2_000)
  const [lost] = played.of('replication-lag')
  expect(lost!.text).toBe('db2 became primary of orders without the last 256 bytes of db1: writes are lost')
  expect(lost!.severity).toBe('critical')
})

test('a planned switch that loses nothing is no finding', () => {
  const played = playPool(idle())
  rounds(played, 5, () => {
    replication(played, 'db1', 'primary', { position: 500 })
    replication(played, 'db2', 'replica', { position: 500 })
  })
  rounds(played, 5, () => {
    replication(played, 'db2', 'primary', { position: 510 })
    replication(played, 'db1', 'replica', { position: 505 })
  })
  expect(played.alarms()).toEqual([])
})
