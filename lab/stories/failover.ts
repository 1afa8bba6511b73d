/** The story that the shipped recording tells: a lie, a death, a drain, maintenance, and all back again. */

import { setTimeout as wait } from 'node:timers/promises'
import type { Site } from '../haproxy/start-site.ts'

/** What happens when, in seconds from the start; times are part of the story, not a way to wait. */
export function failoverStory(site: Site): { atS: number; what: string; act: () => unknown }[] {
  const { haproxy, servers } = site
  const server = (name: string) => servers[name]!
  return [
    {
      atS: 8,
      what: 'web2 fails 4 in 10 requests, its check still passes',
      act: () => Object.assign(server('web2'), { app: 'fail', failShare: 0.4 }),
    },
    { atS: 26, what: 'web3 is killed', act: () => server('web3').kill() },
    { atS: 36, what: 'web4 drains', act: () => haproxy.ask('set server app/web4 state drain') },
    { atS: 44, what: 'web2 is mended', act: () => Object.assign(server('web2'), { app: 'ok' }) },
    { atS: 50, what: 'web3 comes back', act: () => server('web3').revive() },
    { atS: 56, what: 'web4 comes back', act: () => haproxy.ask('set server app/web4 state ready') },
    {
      atS: 60,
      what: 'api1 goes into maintenance',
      act: () => haproxy.ask('set server api/api1 state maint'),
    },
    { atS: 68, what: 'api1 comes back', act: () => haproxy.ask('set server api/api1 state ready') },
    { atS: 74, what: 'HAProxy is reloaded', act: () => haproxy.reload() },
    { atS: 84, what: 'the end', act: () => undefined },
  ]
}

export async function play(
  story: ReturnType<typeof failoverStory>,
  say: (line: string) => void,
): Promise<void> {
  const started = Date.now()
  for (const { atS, what, act } of story) {
    await wait(Math.max(0, started + atS * 1000 - Date.now()))
    await act()
    say(`${atS} s: ${what}`)
  }
}
