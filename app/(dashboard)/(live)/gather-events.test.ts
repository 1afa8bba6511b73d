import { expect, test } from 'vitest'
import type { EventView } from '#lib/views/live-view'
import { gatherEvents } from './gather-events.ts'

const event = (id: string, kind: string, pool: string, atMs: number, to = 'stopped'): EventView => ({
  ...{
    id,
    kind,
    pool,
    atMs,
    to,
    from: null,
    server: null,
    loadBalancer: 'lb1',
    errorMs: 0,
    observedAtMs: atMs,
  },
  ...{ text: `${kind} ${pool}`, detail: null, seenBy: ['syslog'] },
})

test('proxies of one reload are one line; other events stay what they are', () => {
  const stops = ['d', 'c', 'b', 'a'].map((name, i) => event(name, 'proxy-state', name, 5000 - i))
  const lines = gatherEvents([
    event('x', 'server-state', 'app', 9000),
    ...stops,
    event('y', 'proxy-state', 'z', 100),
  ])
  expect(lines.map((line) => line.text)).toEqual([
    'server-state app',
    '4 proxies stopped: a, b, c and 1 more',
    'proxy-state z',
  ])
})
