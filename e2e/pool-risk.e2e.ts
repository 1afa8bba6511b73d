/** A server drains and its sessions are cut at last; before anybody takes another out, the dashboard says what would follow. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { startServer } from '#lab/haproxy/start-server'
import { startTraffic } from '#lab/haproxy/start-traffic'
import { until } from '#lab/haproxy/until'
import { type HeldSession, holdSessions, startEcho } from './hold-sessions.ts'
import { holdsUp } from './holds-up.ts'
import { live, mistakes, openBrowser, openPage, shoot } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const LIVE = ['live-risk', '/', '[data-risk="lb1/app"]'] as const
const POOL = ['pool-risk', '/pools/lb1%2Fapp', '#survives .risk-lead'] as const
const DRAINED = ['pool-drain', '/pools/lb1%2Fchat', '.drain-part'] as const
const LOOKS = [
  { theme: 'dark', pages: [LIVE, POOL] },
  { theme: 'light', pages: [POOL, DRAINED] },
] as const
const APPS = ['web1', 'web2', 'web3']

let haproxy: Haproxy
let polygraph: Polygraph
let browser: Browser
let page: Page
let held: HeldSession[] = []
const started: { stop: () => unknown }[] = []

beforeAll(async () => {
  const ports = { chat: await freePort(), app: await freePort(), syslog: await freePort() }
  const echoes = [await startEcho(), await startEcho()]
  started.push(...echoes.map((echo) => ({ stop: echo.kill })))
  const apps = await Promise.all(APPS.map((name) => startServer(name)))
  started.push(...apps)
  const config = haproxyConfig({
    logs: [`127.0.0.1:${ports.syslog} format rfc5424 local0`],
    pools: [
      {
        ...{ name: 'chat', mode: 'tcp', frontPort: ports.chat, lines: ['timeout server 60s'] },
        servers: echoes.map(({ port }, at) => ({ name: `chat${at + 1}`, port })),
      },
      {
        ...{ name: 'app', frontPort: ports.app, lines: ['option httpchk GET /health'] },
        servers: apps.map(({ name, port }) => ({
          ...{ name, port },
          options: 'check inter 500ms fall 3 maxconn 4',
        })),
      },
    ],
  })
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-risk-'))
  started.push({ stop: () => rmSync(dir, { recursive: true }) })
  writeFileSync(path.join(dir, 'haproxy.cfg'), config)
  haproxy = await startHaproxy(config)
  started.push(haproxy, startTraffic(ports.app, 40, '/slow?ms=120'))
  polygraph = await startPolygraph([
    ...['--haproxy', `lb1=unix:${haproxy.socket}`, '--syslog', `udp://127.0.0.1:${ports.syslog}`],
    ...['--haproxy-config', `lb1=${path.join(dir, 'haproxy.cfg')}`],
  ])
  started.push(polygraph)
  held = await holdSessions(ports.chat, 10)
  browser = await openBrowser()
  started.push({ stop: () => browser.close() })
  page = await openPage(browser, polygraph.url)
  await live(page)
  await page.locator('tr[data-server="lb1/chat/chat1"] td[data-label="sessions"]', { hasText: '5' }).waitFor()
})
afterAll(async () => {
  for (const session of held) session.close()
  for (const one of started.reverse()) await one.stop()
})

const announce = () =>
  fetch(`${polygraph.url}/api/v1/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ kind: 'grace-period', server: 'chat1', graceMs: 60_000, by: 'deploy 4711' }),
  })
const drain = (verdict: string, of = page) =>
  of.locator(`[data-drain-verdict="${verdict}"]`, { hasText: 'chat1' }).first()

test('I see a drain from its beginning: how many are left, who blocks it, when it ends', async () => {
  await haproxy.ask('set server chat/chat1 state drain')
  await announce()
  const row = drain('running')
  await row.locator('[data-label="sessions left"]', { hasText: '5 of 5' }).waitFor()
  await row.locator('[data-label="blocked by"]', { hasText: '127.0.0.1:' }).waitFor()
  await row.locator('[data-label="expected at the deadline"]', { hasText: 'deploy 4711' }).waitFor()
  // Who cannot see the curve is told the same.
  expect(await row.locator('.drain-curve .out-of-sight').textContent()).toContain('5 sessions at')
  const local = held.find((session) => session.isOpen())!
  await row.getByRole('link').click()
  const part = drain('running')
  // Nobody has left yet: the curve is a level line, which has no height.
  await part.locator('.drain-line').waitFor({ state: 'attached' })
  await until('all of its sessions', async () => (await part.locator('[data-drain-session]').count()) === 5)
  const first = await part.locator('[data-drain-session]').first().getAttribute('data-drain-session')
  held.find((session) => session.local === first)?.close()
  await part.locator('dd', { hasText: '4 left of 5' }).waitFor()
  expect(local.isOpen() || first === local.local).toBe(true)
  await shoot(page, 'drain-1440-dark')
})

test('Its sessions are cut, and I see how many and by what, with an incident that says so', async () => {
  await haproxy.ask('shutdown sessions server chat/chat1')
  await drain('cut-short').filter({ hasText: '4 cut by an operator or a hard stop (K)' }).waitFor()
  await page.locator('nav a', { hasText: 'Live' }).click()
  await drain('cut-short').waitFor()
  // It is over at once: no longer among the open ones, but kept.
  await page.locator('nav a', { hasText: 'Incidents' }).click()
  await page.locator('.incident-row', { hasText: 'cut short' }).locator('a').first().click()
  const cut = page.locator('tr[data-cut-drain="lb1/chat/chat1"]')
  await cut.locator('[data-label="cut"]', { hasText: '4' }).waitFor()
  await page.locator('article[data-finding="cut-drain"] [data-side="claim"]').waitFor()
  await page.locator('article[data-finding="cut-drain"] [data-side="traffic"]').waitFor()
  await shoot(page, 'cut-drain-1440-dark')
})

test('Before I take a server out I am told what the others would carry, and nothing is done', async () => {
  await page.goto(`${polygraph.url}/pools/lb1%2Fapp`)
  await live(page)
  await page.locator('#survives .risk-lead', { hasText: 'It survives' }).waitFor()
  await page.locator('tr[data-what-if="web1"] select').selectOption('lose')
  const answer = page.locator('[data-what-if-state]')
  await answer.locator('.compared [data-tier]').nth(1).waitFor()
  await page.locator('[data-what-if-state="done"] .simulated[data-done]').waitFor()
  expect(await answer.locator('h3').textContent()).toBe('without web1')
  expect(await answer.locator('.simulated').textContent()).toMatch(/a further eviction within 60 s\d/)
  const asked = await fetch(`${polygraph.url}/api/v1/forecasts?pool=lb1/app&lose=web1`)
  expect(((await asked.json()) as { whatIf: { tookMs: number } }).whatIf.tookMs).toBeLessThan(200)
  expect((await polygraph.server('lb1/app/web1'))?.claimKind).toBe('up')
  await page.locator('tr[data-what-if="web1"] select').selectOption('stall')
  await page.locator('.what-if-stall input').fill('30000')
  await page.locator('[data-stalls]', { hasText: 'web1 is evicted by a stall of 30 s100 %' }).waitFor()
  await page.locator('[data-stalls]', { hasText: 'its eviction, simulatedin 100 % of the runs' }).waitFor()
  await shoot(page, 'what-if-stall-1440-dark')
  await page.getByRole('button', { name: 'As it is' }).click()
  await page.locator('.what-if-result .nothing').waitFor()
})

test('Each check setting stands there with its line, and how long a dead server keeps its traffic', async () => {
  const group = page.locator('.check-group').first()
  await group.locator('.settings > div', { hasText: 'inter' }).first().waitFor()
  expect(await group.locator('.settings').textContent()).toMatch(/inter500ms haproxy\.cfg line \d+/)
  expect(await group.locator('.trades').textContent()).toMatch(/refuses keeps its traffic[\d.]+–[\d.]+ s/)
  await page.locator('tr[data-evidence="web1"]', { hasText: '2xx' }).waitFor()
  expect(mistakes.get(page)).toEqual([])
})

for (const { theme, pages } of LOOKS)
  test(`${theme}, on a desk and on a phone: it fits, and breaks no rule of accessibility`, async () => {
    for (const [name, at, drawn] of pages) {
      const shown = await openPage(browser, `${polygraph.url}${at}`, { theme })
      await live(shown)
      await shown.locator(drawn).first().waitFor()
      await holdsUp(shown, name, theme)
    }
  })
