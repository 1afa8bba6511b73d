/** An address moves from one load balancer to the other; clients keep connections that nobody serves. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { holdsUp, THEMES } from './holds-up.ts'
import { live, mistakes, openBrowser, openPage, shoot } from './open-browser.ts'
import { type PlayedHosts, playHosts, VIP } from './play-hosts.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let polygraph: Polygraph
let played: PlayedHosts
let browser: Browser
let page: Page
beforeAll(async () => {
  polygraph = await startPolygraph()
  played = playHosts(polygraph.url, await polygraph.token('ingest'))
  browser = await openBrowser()
  page = await openPage(browser, polygraph.url)
  await live(page)
  await page.locator(`tr[data-vip="${VIP}"] [data-owner="lb1"]`).waitFor()
})
afterAll(async () => {
  await played?.stop()
  await browser?.close()
  await polygraph?.stop()
})

const open = async (path: string, look?: Parameters<typeof openPage>[2]) => {
  const another = await openPage(browser, `${polygraph.url}${path}`, look)
  await live(another)
  return another
}
const vip = (of = page) => of.locator(`tr[data-vip="${VIP}"]`)
const incidentPath = async () =>
  (await page.locator('.incident-row[data-open] a').first().getAttribute('href')) ?? ''

test('Before anything happens I see who holds the address, and every host that tells', async () => {
  await vip().and(page.locator('[data-verdict="agrees"]')).waitFor()
  for (const host of ['lb1', 'lb2', 'client1', 'client2']) {
    const row = page.locator(`tr[data-host="${host}"]`)
    await row.waitFor()
    // A clock is never shown without how far off it may be.
    expect(await row.locator('[data-label="clock"]').textContent()).toMatch(/ms ± \d/)
  }
  expect(await page.locator('.incident-row').count()).toBe(0)
})

test('The address moves, and the headline says which connections look alive and are dead', async () => {
  played.failover()
  await page.locator('#headline[data-tone="lie"]', { hasText: `${VIP} moved from lb1 to lb2` }).waitFor()
  await page.locator('#headline', { hasText: '6 connections look alive and are dead' }).waitFor()
  await vip().locator('[data-owner="lb2"]').waitFor()
  await vip().locator('[data-believer="client2"]', { hasText: 'client2 → lb1' }).waitFor()
  expect(await vip().getAttribute('data-verdict')).toBe('lying')
  expect(await vip().locator('[data-believer="client1"]').count()).toBe(0)
  await page.locator('tr[data-host="client1"] [data-trouble="phantom"]', { hasText: '3 phantom' }).waitFor()
  await shoot(page, 'failover-1440-dark')
})

test('From its row I get to the incident: both ends side by side, and every phantom connection', async () => {
  await page.locator('.incident-row[data-open] a').click()
  await page.locator('.incident-page').waitFor()
  const phantom = page.locator('article[data-finding="phantom-connections"]')
  await phantom.locator('[data-side="client"]', { hasText: 'client1' }).waitFor()
  await phantom.locator('[data-side="owner"]', { hasText: 'lb2' }).waitFor()
  const listed = page.locator('tr[data-connection-class="idle-phantom"]')
  await until('all six', async () => (await listed.count()) === 6)
  const row = page.locator(`tr[data-connection="client2 10.0.0.12:40001 ${VIP}:443"]`)
  expect(await row.textContent()).toContain('lb2: no such connection')
  await page.locator('tr[data-terminal="client1/pts/3"]', { hasText: 'psql' }).waitFor()
  // The strip chart tells of the address, and its words for who cannot see it do, too.
  expect(await page.locator('.strip [role="slider"]').getAttribute('aria-valuetext')).toContain('held by lb2')
  expect(mistakes.get(page)).toEqual([])
})

test('By key alone I step from finding to finding, from event to event, and back to the list', async () => {
  await page.keyboard.press('j')
  const selected = () => page.locator('article[data-selected]').getAttribute('data-finding-id')
  await page.locator('article[data-selected]').waitFor()
  const first = await selected()
  await page.keyboard.press('j')
  await until('the next finding', async () => (await selected()) !== first)
  await page.keyboard.press('[')
  await page.locator('.strip-moment[data-cursor]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.strip-moment[data-cursor]').waitFor({ state: 'detached' })
  await page.locator('nav a', { hasText: 'Incidents' }).click()
  const only = page.locator('.incidents-page .incident-row')
  await only.waitFor()
  await until('a list that answers to keys', async () => {
    await page.keyboard.press('j')
    return (await only.and(page.locator('[data-selected]')).count()) === 1
  })
  await page.keyboard.press('Enter')
  await page.locator('.incident-page').waitFor()
})

test('I narrow the list by what the address of the page says', async () => {
  const kind = await open('/incidents?kind=split-vip')
  await kind.locator('.nothing', { hasText: 'No incident is of this kind' }).waitFor()
  await kind.getByLabel('Kind').selectOption('')
  await kind.locator('.incident-row').waitFor()
  expect(kind.url()).not.toContain('kind=')
  await kind.context().close()
})

describe('every look of it', () => {
  for (const theme of THEMES)
    test(`${theme}, on a desk and on a phone: drawn, fits, and breaks no rule of accessibility`, async () => {
      await page.goto(polygraph.url)
      const path = await incidentPath()
      for (const [name, at, drawn] of [
        ['failover', '/', `tr[data-vip="${VIP}"]`],
        ['incidents', '/incidents', '.incident-row'],
        ['incident', path, 'tr[data-connection-class]'],
      ] as const) {
        const shown = await open(at, { theme })
        await shown.locator(drawn).first().waitFor()
        await holdsUp(shown, name, theme)
      }
    })
})

test('The dashboard is killed and started again: the incident is the same, and still there', async () => {
  const path = await incidentPath()
  await polygraph.kill()
  await polygraph.start()
  const after = await open(path)
  await after.locator('.incident-page', { hasText: `${VIP} moved from lb1 to lb2` }).waitFor()
  const listed = after.locator('tr[data-connection-class="idle-phantom"]')
  await until('all six again', async () => (await listed.count()) === 6)
  await after.context().close()
})
