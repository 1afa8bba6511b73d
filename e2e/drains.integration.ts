/** Real drains: the curve, who is left, what the deadline would cut, and each verdict. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { type LabServer, startServer } from '#lab/haproxy/start-server'
import { until } from '#lab/haproxy/until'
import type { Drain } from '#lib/model/drain'
import { ask } from './ask-api.ts'
import { type EchoServer, type HeldSession, holdSessions, startEcho } from './hold-sessions.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

type FindingAnswer = {
  kind: string
  rule: string
  text: string
  subjects: { id: string }[]
  severity: string
}

let haproxy: Haproxy
let polygraph: Polygraph
let ports: { chat: number; app: number }
const echoes: EchoServer[] = []
const apps: LabServer[] = []
let held: HeldSession[] = []
let returning: ReturnType<typeof startReturning> | null = null

beforeAll(async () => {
  ports = { chat: await freePort(), app: await freePort() }
  const syslog = await freePort()
  for (let at = 0; at < 3; at++) echoes.push(await startEcho())
  for (const name of ['app1', 'app2']) apps.push(await startServer(name))
  const member = ({ port }: { port: number }, at: number) => ({ name: `chat${at + 1}`, port })
  haproxy = await startHaproxy(
    haproxyConfig({
      logs: [`127.0.0.1:${syslog} format rfc5424 local0`],
      global: ['hard-stop-after 4s'],
      pools: [
        {
          name: 'chat',
          mode: 'tcp',
          frontPort: ports.chat,
          servers: echoes.map(member),
          lines: ['timeout server 60s'],
        },
        {
          ...{ name: 'app', frontPort: ports.app, lines: ['cookie SRV insert indirect nocache'] },
          servers: apps.map(({ name, port }) => ({
            name,
            port,
            options: `check inter 300ms cookie ${name}`,
          })),
        },
      ],
    }),
  )
  polygraph = await startPolygraph([
    ...['--haproxy', `lb1=unix:${haproxy.masterSocket}`, '--syslog', `udp://127.0.0.1:${syslog}`],
  ])
})
afterAll(async () => {
  returning?.stop()
  for (const session of held) session.close()
  await polygraph?.stop()
  await haproxy?.stop()
  for (const one of echoes) await one.kill()
  for (const one of apps) await one.stop()
})

async function drains(server: string): Promise<Drain[]> {
  const pools = await ask<{ drains: Drain[] }[]>(`${polygraph.url}/api/v1/pools`)
  return pools.flatMap((pool) => pool.drains).filter((drain) => drain.server === server)
}
const drain = (what: string, server: string, when: (drain: Drain) => boolean, timeoutMs = 20_000) =>
  until(what, async () => (await drains(server)).find(when), { timeoutMs })

async function findings(kind: string): Promise<FindingAnswer[]> {
  const incidents = await ask<{ findings: FindingAnswer[] }[]>(`${polygraph.url}/api/v1/incidents`)
  return incidents.flatMap((incident) => incident.findings).filter((finding) => finding.kind === kind)
}
const about = (found: FindingAnswer[], server: string) =>
  found.filter((finding) => finding.subjects[0]?.id === `lb1/${server}`)

const announce = (entry: object) =>
  fetch(`${polygraph.url}/api/v1/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ kind: 'grace-period', ...entry }),
  })

/** A browser that has been here before. */
function startReturning(cookie: string) {
  const visit = () =>
    fetch(`http://127.0.0.1:${ports.app}/`, { headers: { cookie, connection: 'close' } }).catch(() => null)
  const timer = setInterval(visit, 150)
  return { stop: () => clearInterval(timer) }
}

test('lifetimes are learned before anything drains', async () => {
  await until('the log to be heard', async () => {
    for (const session of await holdSessions(ports.chat, 3)) session.close()
    return ((await polygraph.source('syslog'))?.readings ?? 0) > 24
  })
  held = await holdSessions(ports.chat, 12)
  returning = startReturning('SRV=app1')
  await haproxy.ask('set server app/app1 state drain')
  await until('all sessions to be counted', async () => {
    const found = await Promise.all([1, 2, 3].map((at) => polygraph.server(`lb1/chat/chat${at}`)))
    return found.every((server) => server?.sessions === 4)
  })
})

test('a drain with a grace period: who is left, what its end would cut, then cut short by an operator', async () => {
  await haproxy.ask('set server chat/chat1 state drain')
  expect((await announce({ server: 'chat1', graceMs: 60_000, by: 'deploy 4711' })).status).toBe(200)
  const begun = await drain(
    'a listed drain',
    'chat1',
    (one) => one.sessions.length === 4 && one.sessionsLeft === 4 && one.deadlineMs !== null,
  )
  expect(begun).toMatchObject({ how: 'drain', sessionsAtStart: 4, verdict: 'running', stickyArrivals: 0 })
  expect(begun.deadlineFrom).toBe('grace period announced by deploy 4711')
  const local = new Set(held.map((session) => session.local))
  expect(begun.sessions.every((session) => local.has(session.client))).toBe(true)
  expect(begun.sessions[0]).toMatchObject({ bytesIn: 5, bytesOut: 5 })
  expect(begun.forecast?.openAtDeadline?.high).toBeGreaterThan(begun.forecast!.openAtDeadline!.low)
  expect(begun.forecast!.openAtDeadline!.high).toBeLessThanOrEqual(4)

  held.find((session) => session.local === begun.sessions[0]?.client)?.close()
  const fewer = await drain('one session less', 'chat1', (one) => one.sessionsLeft === 3)
  expect(fewer.curve[0]?.sessions).toBe(4)
  expect(fewer.curve.at(-1)?.sessions).toBe(3)

  const cutAtMs = Date.now()
  await haproxy.ask('shutdown sessions server chat/chat1')
  const cut = await drain('the verdict', 'chat1', (one) => one.verdict === 'cut-short')
  expect(cut.cut).toMatchObject({ total: 3, by: { K: 3 } })
  expect(Math.abs(cut.cut!.firstAtMs - cutAtMs)).toBeLessThan(1_000)
  const [found] = await until('the finding', async () => {
    const all = about(await findings('cut-drain'), 'chat/chat1')
    return all.length > 0 && all
  })
  expect(found).toMatchObject({ rule: 'drain-cut-short', severity: 'warning' })
  expect(found?.text).toContain('3 sessions of 4')
  const ended = await drain('its end', 'chat1', (one) => one.endedAtMs !== null)
  expect(ended).toMatchObject({ verdict: 'cut-short', sessionsLeft: 0 })

  const stuck = await drain('the stuck drain', 'app1', (one) => one.stuck?.why === 'persistence', 30_000)
  expect(stuck.stickyArrivals).toBeGreaterThan(20)
  await until('its finding', async () => about(await findings('stuck-drain'), 'app/app1').length > 0)
  returning?.stop()
})

test('a drain whose sessions end of themselves is clean, and no finding', async () => {
  await haproxy.ask('set server chat/chat2 state maint')
  const begun = await drain(
    'a listed drain',
    'chat2',
    (one) => one.sessions.length === 4 && one.sessionsLeft === 4,
  )
  for (const session of held) if (begun.sessions.some((one) => one.client === session.local)) session.close()
  const ended = await drain('its end', 'chat2', (one) => one.endedAtMs !== null)
  expect(ended).toMatchObject({
    how: 'maint',
    verdict: 'clean',
    cut: null,
    sessionsLeft: 0,
    sessionsAtStart: 4,
  })
  expect(about(await findings('cut-drain'), 'chat/chat2')).toEqual([])
})

test('a reload: what the old worker holds when hard-stop-after ends is cut', async () => {
  expect(held.filter((session) => session.isOpen())).toHaveLength(4)
  await haproxy.reload()
  const begun = await drain(
    'the old worker’s drain',
    'chat3',
    (one) => one.how === 'soft-stop' && one.sessionsLeft === 4,
  )
  expect(begun.verdict).toBe('running')
  const cut = await drain('the verdict', 'chat3', (one) => one.how === 'soft-stop' && one.endedAtMs !== null)
  expect(cut).toMatchObject({ verdict: 'cut-short', cut: { total: 4, by: { K: 4 } } })
  expect(held.filter((session) => session.isOpen())).toHaveLength(0)
  await until('the finding', async () => about(await findings('cut-drain'), 'chat/chat3').length > 0)
})
