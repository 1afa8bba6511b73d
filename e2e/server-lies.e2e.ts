/** A server answers its check and fails its visitors. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mistakes, shoot } from './open-browser.ts'
import { headline, row, type Story, startStory } from './start-story.ts'

let story: Story
beforeAll(async () => {
  story = await startStory({ requestsPerSecond: 80 })
})
afterAll(() => story?.stop())

test('I see a server caught lying: violet on its row, named in the headline and on the tape', async () => {
  const { site, page } = story
  const web2 = row(page, 'app/web2')
  await web2.and(page.locator('[data-verdict="agrees"]')).waitFor()
  Object.assign(site.servers.web2!, { app: 'fail', failShare: 0.4 })
  await web2.and(page.locator('[data-verdict="lying"]')).waitFor()
  // The claim is still HAProxy's own, verbatim: that is the lie.
  expect(await web2.getAttribute('data-claim')).toBe('up')
  expect(await web2.locator('.verdict').textContent()).toMatch(/^lying: \d+ % failing$/)
  await headline(page).filter({ hasText: 'app/web2 is lying. HAProxy says UP' }).waitFor()
  expect(await headline(page).getAttribute('data-tone')).toBe('lie')
  await page.locator('.event[data-event="verdict"][data-lie]', { hasText: 'app/web2' }).waitFor()
  // Violet is the verdict's colour and not the claim's.
  const colour = (selector: string) =>
    web2.locator(selector).evaluate((element) => getComputedStyle(element).color)
  expect(await colour('.verdict')).not.toBe(await colour('.claim'))
  expect(await page.locator('tr[data-verdict="lying"]').count()).toBe(1)
  await shoot(page, 'lying-dark')
})

test('I see it stop lying once it is mended', async () => {
  const { site, page } = story
  site.servers.web2!.app = 'ok'
  await row(page, 'app/web2').and(page.locator('[data-verdict="agrees"]')).waitFor()
  await headline(page).and(page.locator('[data-tone="calm"]')).waitFor()
  const verdicts = page.locator('.event[data-event="verdict"]', { hasText: 'app/web2' })
  expect(await verdicts.count()).toBe(2)
  expect(mistakes.get(page)).toEqual([])
})
