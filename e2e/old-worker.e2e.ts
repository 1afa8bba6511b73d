/** A reload leaves an old worker behind that still holds a connection. */

import { connect, type Socket } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { until } from '#lab/haproxy/until'
import { claimsShown, live, mistakes, openBrowser, openPage } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const TRICKLE_MS = 500
let site: Site
let polygraph: Polygraph
let browser: Browser
let page: Page
let holder: Socket
let trickle: NodeJS.Timeout

beforeAll(async () => {
  site = await startSite()
  polygraph = await startPolygraph(['--haproxy', `lb1=unix:${site.haproxy.masterSocket}`])
  browser = await openBrowser()
  page = await openPage(browser, polygraph.url)
  await live(page)
  await page.locator('tr[data-server="lb1/app/web1"][data-claim="up"]').waitFor()
  // A client that never finishes its request: its worker can't end.
  holder = connect(site.ports.ssh, '127.0.0.1', () => holder.write('GET / HTTP/1.1\r\n'))
  holder.on('error', () => undefined)
  trickle = setInterval(() => holder.write('x: y\r\n'), TRICKLE_MS)
})
afterAll(async () => {
  clearInterval(trickle)
  holder?.destroy()
  await browser?.close()
  await polygraph?.stop()
  await site?.stop()
})

test('I see the old worker, with how many connections it holds, beside servers that stay UP', async () => {
  await until('the held session', async () =>
    ((await polygraph.pools()).find((pool) => pool.id === 'lb1/ssh')?.servers ?? []).some(
      (server) => (server.sessions ?? 0) > 0,
    ),
  )
  const pid = /^Pid: (\d+)/m.exec(await site.haproxy.ask('show info'))![1]!
  await site.haproxy.reload()
  const old = page.locator(`[data-old-worker="${pid}"]`)
  await old.filter({ hasText: /still serves \d+ connection/ }).waitFor()
  const shown = await claimsShown(page, 'lb1/app/web1')
  expect(shown.filter((word) => /DOWN|MAINT|unknown|\(/.test(word))).toEqual([])
})

test('I see it gone once its last client is', async () => {
  const old = page.locator('[data-old-worker]')
  expect(await old.count()).toBe(1)
  holder.destroy()
  await old.waitFor({ state: 'detached' })
  expect(mistakes.get(page)).toEqual([])
})
