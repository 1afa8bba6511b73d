/** HAProxy itself is killed: what was known is no longer known. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mistakes, shoot } from './open-browser.ts'
import { headline, row, type Story, startStory } from './start-story.ts'

let story: Story
beforeAll(async () => {
  story = await startStory()
})
afterAll(() => story?.stop())

test('I see nothing stay green when HAProxy is killed, and why', async () => {
  const { site, page, polygraph } = story
  const web1 = row(page, 'app/web1')
  await web1.and(page.locator('[data-claim="up"][data-verdict="agrees"]')).waitFor()
  const green = await web1.locator('.claim').evaluate((claim) => getComputedStyle(claim).color)
  await site.haproxy.kill()
  await web1.and(page.locator('[data-stale]')).waitFor()
  await headline(page).and(page.locator('[data-tone="unknown"]')).filter({ hasText: 'answers' }).waitFor()
  const rows = page.locator('tr[data-server], tr[data-pool]')
  expect(await rows.count()).toBeGreaterThan(9)
  expect(
    await page.locator('tr[data-server]:not([data-stale]), tr[data-pool]:not([data-stale])').count(),
  ).toBe(0)
  const colours = await page
    .locator('tr[data-server] .claim, tr[data-pool] .claim')
    .evaluateAll((claims) => claims.map((claim) => getComputedStyle(claim).color))
  expect(colours).not.toContain(green)
  expect((await polygraph.pools()).map((pool) => pool.fresh)).toEqual([false, false, false])
  expect(await page.locator('tr[data-verdict="agrees"], tr[data-verdict="lying"]').count()).toBe(0)
  await shoot(page, 'haproxy-dead-dark')
})

test('I see its source as lost, with the reason and the next try', async () => {
  const { open, site } = story
  const page = await open('/sources')
  const card = page.locator('[data-source="lb1"][data-state="lost"]')
  await card.waitFor()
  const error = card.locator('.source-error')
  expect(await error.textContent()).toContain(`${site.haproxy.socket} refuses connections`)
  expect(await error.textContent()).toMatch(/Tries again in .*, at \d\d:\d\d:\d\d/)
  await shoot(page, 'sources-lost-dark')
  await page.close()
})

test('I see it live again by itself when HAProxy is back', async () => {
  const { site, page } = story
  await site.haproxy.start()
  await row(page, 'app/web1').and(page.locator('[data-claim="up"]:not([data-stale])')).waitFor()
  await headline(page).and(page.locator('[data-tone="calm"]')).waitFor()
  await page.locator('.event[data-event="source-recovered"]').waitFor()
  expect(await page.locator('.event[data-event="source-lost"]').count()).toBe(1)
  expect(mistakes.get(page)).toEqual([])
})
