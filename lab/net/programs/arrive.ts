/** Requests that arrive at random moments, whatever becomes of those before, by people with or without cookies. */

import http from 'node:http'
import { atRandomMoments, chanceOf } from './chance.ts'
import { type ConnectCommand, counts, type RequestCounts, tasks } from './connect.ts'

const MAX_FAILURES = 500
/** What it does not reach any more waits in nobody's memory. */
const MAX_UNDER_WAY = 3000

export function arrive({ task, host, port, perSecond, habits }: ConnectCommand): void {
  const { paths, users, timeout, seed, addresses = [] } = habits!
  const mine = tasks.get(task)!
  const chance = chanceOf(seed)
  const count = {
    ...{ task, sent: 0, ok: 0, failed: 0, firstFailedAtMs: null as number | null },
    ...{ failures: [], byServer: {}, moved: [] },
  } as RequestCounts & Required<Pick<RequestCounts, 'failures' | 'byServer' | 'moved'>>
  counts.set(task, count)
  const jars = new Map<number, Map<string, string>>()
  let underWay = 0

  function done(server: string | null, why: string | null) {
    underWay--
    const name = server ?? '-'
    const at = count.byServer[name] ?? { ok: 0, failed: 0 }
    count.byServer[name] = at
    if (why === null) {
      count.ok++
      at.ok++
      return
    }
    count.failed++
    at.failed++
    const atMs = Date.now()
    count.firstFailedAtMs ??= atMs
    if (count.failures.length < MAX_FAILURES) count.failures.push({ atMs, server, why })
  }

  /** `sent`: what the request had with it; a person may ask twice at once. */
  function take(user: number, sent: Map<string, string> | undefined, cookies: string[] | undefined) {
    const jar = jars.get(user)
    for (const cookie of jar ? (cookies ?? []) : []) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split('=')
      const before = sent?.get(name)
      if (before !== undefined && before !== value)
        count.moved.push({ atMs: Date.now(), user, from: before, to: value })
      jar!.set(name, value)
    }
  }

  function ask() {
    if (underWay >= MAX_UNDER_WAY) return
    underWay++
    count.sent++
    const user = users ? Math.floor(chance() * users) : count.sent
    if (users && !jars.has(user)) jars.set(user, new Map([['user', `u${user}`]]))
    const jar = jars.get(user)
    const sent = jar && new Map(jar)
    const path = paths[Math.floor(chance() * paths.length)]!
    const cookie = sent ? { cookie: [...sent].map(([name, value]) => `${name}=${value}`).join('; ') } : {}
    const localAddress = addresses[user]
    const from = localAddress === undefined ? {} : { localAddress }
    let ended = false
    const finish = (server: string | null, why: string | null) => {
      if (ended) return
      ended = true
      clearTimeout(patience)
      done(server, why)
    }
    const asked = http.get({ host, port, path, agent: false, headers: cookie, ...from }, (got) => {
      const server = String(got.headers['x-server'] ?? '') || null
      const status = got.statusCode ?? 0
      take(user, sent, got.headers['set-cookie'])
      got.resume()
      got.on('end', () => finish(server, status < 500 ? null : String(status)))
      got.on('error', (error: NodeJS.ErrnoException) => finish(server, error.code ?? 'cut'))
    })
    const patience = setTimeout(() => asked.destroy(new Error('no answer in time')), timeout)
    asked.on('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message))
  }
  mine.stop = atRandomMoments(perSecond, chance, ask)
}
