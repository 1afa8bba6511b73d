/** Somebody takes an incident in hand: is on it, says so, parts what does not belong together, closes it, and drills it. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { holdsUp, THEMES } from './holds-up.ts'
import { live, mistakes, openBrowser, openPage } from './open-browser.ts'
import { type PlayedHosts, playHosts, VIP } from './play-hosts.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let polygraph: Polygraph
let played: PlayedHosts
let browser: Browser
let page: Page
let path: string
let beganMs: number

const open = async (at: string, look?: Parameters<typeof openPage>[2]) => {
  const another = await openPage(browser, `${polygraph.url}${at}`, look)
  await live(another)
  return another
}

beforeAll(async () => {
  polygraph = await startPolygraph()
  played = playHosts(polygraph.url, await polygraph.token('ingest'))
  browser = await openBrowser()
  page = await open('/')
  await page.locator(`tr[data-vip="${VIP}"] [data-owner="lb1"]`).waitFor()
  beganMs = Date.now()
  played.failover()
  await page.locator('.incident-row[data-open] a', { hasText: VIP }).first().waitFor()
  // All that the failover does has been found: nothing joins it later.
  path = await until('the whole incident', async () => {
    const link = page.locator('.incident-row[data-open] a').first()
    await page.locator('#headline', { hasText: '6 connections look alive and are dead' }).waitFor()
    return link.getAttribute('href')
  })
  await page.goto(`${polygraph.url}${path}`)
  await page.locator('article[data-finding="stalled-terminal"]').waitFor()
})
afterAll(async () => {
  await played?.stop()
  await browser?.close()
  await polygraph?.stop()
})

const press = (name: string, of = page) => of.getByRole('button', { name, exact: true }).click()
const act = (kind: string, of = page) => of.locator(`.incident-history [data-act="${kind}"]`)

test('I see at once how far it reached', async () => {
  const figure = (name: string) => page.locator(`.impact [data-impact="${name}"] strong`)
  await until('its connections', async () => {
    return Number(await figure('connections not what they seem').textContent()) >= 6
  })
  expect(await figure('addresses').textContent()).toBe('1')
  expect(await figure('terminals that stand still').textContent()).toBe('1')
})

test('I say that I am on it, and whoever else looks sees it without a reload', async () => {
  const other = await open(path)
  await press('Acknowledge')
  await page.locator('[data-acknowledged="loopback"]').waitFor()
  await other.locator('[data-acknowledged="loopback"]').waitFor()
  await act('acknowledge', other).waitFor()
  await page.getByRole('textbox', { name: 'Comment' }).fill('the cable of lb1 was pulled\nmending it')
  await press('Comment')
  await act('comment', other).locator('.act-text', { hasText: 'mending it' }).waitFor()
  const list = await open('/incidents')
  await list.locator('.incident-row', { hasText: 'loopback is on it · 1 comment' }).waitFor()
  await list.context().close()
  await act('comment').getByRole('button', { name: 'delete' }).click()
  await press('Delete it')
  await act('comment', other).waitFor({ state: 'detached' })
  expect(mistakes.get(other)).toEqual([])
  await other.context().close()
})

test('I take a finding out of it, and put it back; the old address leads to where it went', async () => {
  await press('Split')
  const form = page.locator('form.handle-form')
  expect(await form.getByRole('button', { name: 'Split it' }).isDisabled()).toBe(true)
  await form.locator('label', { hasText: 'client1/pts/3' }).first().click()
  await form.locator('p', { hasText: '1 finding becomes an incident' }).waitFor()
  await press('Split it')
  await act('split').waitFor()
  await page.locator('article[data-finding="stalled-terminal"]').waitFor({ state: 'detached' })
  const part = (await act('split').locator('a').getAttribute('href'))!
  const split = await open(part)
  await split.locator('article[data-finding="stalled-terminal"]').waitFor()
  expect(await split.locator('article[data-finding]').count()).toBe(1)
  await act('split', split).waitFor()

  await press('Merge')
  await form.locator('label', { hasText: 'client1/pts/3' }).click()
  await form.locator('p', { hasText: 'its address leads here' }).waitFor()
  await press('Merge it into this one')
  await page.locator('article[data-finding="stalled-terminal"]').waitFor()
  // The page that showed the part has gone on to the whole, and so does its address.
  await split.waitForURL(`**${path}`)
  await split.goto(`${polygraph.url}${part}`)
  await split.waitForURL(`**${path}`)
  await act('merge', split).waitFor()
  await split.context().close()
})

test('I close it with what came of it; what lasts is shown as before', async () => {
  await press('Close')
  await page.locator('form.handle-form p', { hasText: 'the live page goes on showing it' }).waitFor()
  await page.getByLabel('What came of it').fill('cable mended, drill over')
  await press('Close it')
  await page.locator('.handle-mark', { hasText: 'closed by loopback' }).waitFor()
  const front = await open('/')
  await front.locator('#headline', { hasText: `${VIP} moved from lb1 to lb2` }).waitFor()
  await front.context().close()
  await press('Open again')
  await page.locator('.handle-mark', { hasText: 'closed by loopback' }).waitFor({ state: 'detached' })
  await act('reopen').waitFor()
  expect(mistakes.get(page)).toEqual([])
})

test('I mark the stretch as a drill, and read its score', async () => {
  const timeline = await open(`/timeline?from=${beganMs - 10_000}&to=${Date.now() + 1000}`)
  await timeline.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  await press('Mark as drill', timeline)
  await timeline.getByLabel('Name of the drill').fill('pull the cable of lb1')
  await timeline.getByRole('button', { name: /^Mark these/ }).click()
  await timeline.waitForURL('**/drills/*')
  const score = (name: string) => timeline.locator(`[data-score="${name}"] strong`)
  expect(await score('time to detect').textContent()).toMatch(/^\d[\d.]* m?s$/)
  expect(Number(await score('connections left as phantoms').textContent())).toBeGreaterThanOrEqual(6)
  expect(await score('time to recover').textContent()).toBe('not within the drill')
  const list = await open('/incidents')
  await list.locator('.incident-row', { hasText: 'drill: pull the cable of lb1' }).waitFor()
  await list.context().close()
  expect(mistakes.get(timeline)).toEqual([])
  await timeline.context().close()
})

describe('every look of it', () => {
  for (const theme of THEMES)
    test(`${theme}, on a desk and on a phone: drawn, fits, and breaks no rule of accessibility`, async () => {
      const look = { theme }
      const shown = await open(path, look)
      await act('split', shown).waitFor()
      await press('Split', shown)
      await holdsUp(shown, 'incident-in-hand', theme)
      const drills = await open('/drills', look)
      await drills.locator('tr[data-drill]').waitFor()
      const sheet = await open((await drills.locator('tr[data-drill] a').getAttribute('href'))!, look)
      await holdsUp(drills, 'drills', theme)
      await sheet.locator('.score').waitFor()
      await holdsUp(sheet, 'score-sheet', theme)
    })
})
