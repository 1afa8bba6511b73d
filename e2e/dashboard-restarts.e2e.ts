/** The dashboard itself is killed in the middle, and comes back. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { live, mistakes, shoot } from './open-browser.ts'
import { row, type Story, startStory, told } from './start-story.ts'

let story: Story
beforeAll(async () => {
  story = await startStory()
})
afterAll(() => story?.stop())

test('I am told that the picture is frozen, since when, and nothing looks alive', async () => {
  const { site, page, polygraph } = story
  await site.haproxy.ask('set server app/web4 state maint')
  await told(page, 'app/web4').filter({ hasText: 'MAINT' }).waitFor()
  await until('the event in the record', async () => (await polygraph.events('kind=server-state')).length)
  await polygraph.kill()
  await page.locator('.banner[data-tone="frozen"]').waitFor()
  expect(await page.locator('.banner').textContent()).toMatch(/frozen at \d\d:\d\d:\d\d UTC/)
  expect(await page.locator('body').getAttribute('data-connection')).toBe('frozen')
  await shoot(page, 'frozen-dark')
})

test('it comes back by itself, with what was before and what I missed', async () => {
  const { site, page, polygraph } = story
  // While nobody watched: one comes back, another dies.
  await site.haproxy.ask('set server app/web4 state ready')
  await site.servers.web2!.kill()
  await until('HAProxy has noticed', async () =>
    /^app,web2,.*,DOWN,/m.test(await site.haproxy.ask('show stat')),
  )
  const tookMs = await polygraph.start()
  console.log(`second start: serving after ${Math.round(tookMs)} ms`)
  await live(page)
  await page.locator('.banner[data-tone="frozen"]').waitFor({ state: 'detached' })
  await row(page, 'app/web2').and(page.locator('[data-claim="down"]')).waitFor()
  await row(page, 'app/web4').and(page.locator('[data-claim="up"]')).waitFor()
  await told(page, 'app/web2')
    .filter({ hasText: /→ .*DOWN/ })
    .waitFor()
  await told(page, 'app/web4')
    .filter({ hasText: /MAINT → .*UP/ })
    .waitFor()
  expect(
    await told(page, 'app/web4')
      .filter({ hasText: /→ .*MAINT/ })
      .count(),
  ).toBe(1)
  expect(mistakes.get(page)).toEqual([])
})
