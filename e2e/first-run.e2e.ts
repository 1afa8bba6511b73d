/** Someone starts Polygraph with nothing to watch. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { live, mistakes, openBrowser, openPage, PHONE, shoot } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let polygraph: Polygraph
let browser: Browser
let page: Page
beforeAll(async () => {
  polygraph = await startPolygraph()
  browser = await openBrowser()
  page = await openPage(browser, polygraph.url)
  await live(page)
})
afterAll(async () => {
  await browser?.close()
  await polygraph?.stop()
})

test('I am given the lines to paste, on a desk and on a phone', async () => {
  await page.getByText('stats socket /run/haproxy/admin.sock mode 660 level operator').waitFor()
  await page.getByText('--haproxy lb1=unix:/run/haproxy/admin.sock').waitFor()
  const clock = await page.locator('.clock').textContent()
  expect(clock).toContain(new Date().toISOString().slice(11, 14))
  await shoot(page, 'first-run-1440-dark')
  const phone = await openPage(browser, polygraph.url, { size: PHONE, theme: 'light' })
  await phone.getByRole('button', { name: 'Watch a recorded failover' }).waitFor()
  await shoot(phone, 'first-run-390-light')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await phone.context().close()
})

test('I press one button and watch a recorded failover: the page fills, a server is caught lying', async () => {
  await page.getByRole('button', { name: 'Watch a recorded failover' }).click()
  await page.locator('tr[data-server="lb1/app/web2"][data-claim="up"]').waitFor()
  await page.locator('tr[data-server="lb1/app/web2"][data-verdict="lying"]').waitFor()
  await page.locator('#headline', { hasText: 'app/web2 is lying' }).waitFor()
  // A recording is told from what happens now.
  expect((await polygraph.sources()).map((source) => source.kind)).toContain('replay')
})

test('I see the recorded server die where it died in the recording', async () => {
  await page.locator('tr[data-server="lb1/app/web3"][data-claim="down"]').waitFor()
  const down = await until('the DOWN in the record', async () =>
    (await polygraph.events('subject=lb1/app/web3')).find(
      (event) => event.to === 'down' && event.seenBy.length === 2,
    ),
  )
  expect(Math.abs(down.atMs - Date.now())).toBeLessThan(30_000)
  expect(down.seenBy.toSorted()).toEqual(['recording lb1', 'recording syslog'])
  expect(mistakes.get(page)).toEqual([])
})
