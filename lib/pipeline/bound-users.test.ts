/** A pool with a stick table, as HAProxy tells of it: who is bound to a server that goes? */

import { expect, test } from 'vitest'
import { playPool, scriptedServer, setWord } from './scripted-pool.ts'

function play(users: Record<string, number>) {
  const servers = [scriptedServer('web1'), scriptedServer('web2'), scriptedServer('web3')]
  const played = playPool(servers)
  const bind = (counts: Record<string, number>) => {
    const lines = Object.entries(counts).flatMap(([name, count]) =>
      Array.from({ length: count }, (_, at) => `0x${at}: use=0 exp=9 server_id=1 server_key=${name}`),
    )
    const text = `# table: app, type: ip, size:9, used:${lines.length}\n${lines.join('\n')}\n`
    const raw = { source: 'socket', loadBalancer: 'lb1', kind: 'stick-table' as const, text }
    played.pipeline.take({ ...raw, atMs: played.now() })
  }
  played.run(3_000)
  bind(users)
  played.run(5_000)
  return { played, bind, gone: servers[1]! }
}

test('how many were bound to the server that goes down, and how many were sent elsewhere since', () => {
  const { played, bind, gone } = play({ web1: 40, web2: 84, web3: 41 })
  expect(played.alarms()).toEqual([])
  setWord(gone, 'DOWN', 'L4CON', played.now())
  played.run(2_000)
  const [lost] = played.of('sticky-sessions-lost')
  expect(lost).toMatchObject({ rule: 'bound-by-stick-table', endedAtMs: null })
  expect(lost!.subjects.map((one) => one.id)).toEqual(['lb1/app/web2', 'lb1/app'])
  expect(lost!.facts).toMatchObject({ clients: 84, from: 'web2', moved: 0 })
  expect(lost!.text).toBe('84 users of app were bound to web2 when it went down')
  bind({ web1: 65, web2: 34, web3: 66 })
  played.run(6_000)
  expect(played.of('sticky-sessions-lost')[0]!.facts).toMatchObject({ clients: 84, moved: 50, left: 34 })
  bind({ web1: 82, web3: 83 })
  played.run(6_000)
  expect(played.of('sticky-sessions-lost')[0]!.facts).toMatchObject({ clients: 84, moved: 84, left: 0 })
  setWord(gone, 'UP', 'L7OK', played.now())
  played.run(5_000)
  expect(played.of('sticky-sessions-lost')[0]!.endedAtMs).not.toBeNull()
})

test('a drain keeps them, and a server to which hardly anyone is bound is no word worth', () => {
  const drained = play({ web1: 10, web2: 20 })
  setWord(drained.gone, 'DRAIN', 'L7OK', drained.played.now())
  drained.played.run(5_000)
  expect(drained.played.of('sticky-sessions-lost')).toEqual([])
  const few = play({ web1: 10, web2: 2 })
  setWord(few.gone, 'DOWN', 'L4CON', few.played.now())
  few.played.run(5_000)
  expect(few.played.of('sticky-sessions-lost')).toEqual([])
})
