/** Every page, both themes, desk and phone, by key and for a screen reader, with real data on it. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { holdsUp, THEMES } from './holds-up.ts'
import { mistakes } from './open-browser.ts'
import { row, type Story, startStory } from './start-story.ts'

const PAGES = [
  { name: 'live', path: '/', drawn: 'tr[data-server="lb1/app/web2"][data-verdict="lying"]' },
  {
    name: 'pool',
    path: '/pools/lb1%2Fapp',
    drawn: '.chart[data-metric="requestRate"] path.recharts-line-curve',
  },
  { name: 'sources', path: '/sources', drawn: '.source-card[data-source="syslog"]' },
]

let story: Story
beforeAll(async () => {
  story = await startStory({ requestsPerSecond: 80 })
  const { site, page } = story
  // Something of everything: a lie, a death, a drain, maintenance.
  Object.assign(site.servers.web2!, { app: 'fail', failShare: 0.4 })
  await site.servers.web3!.kill()
  await site.haproxy.ask('set server app/web4 state drain')
  await site.haproxy.ask('set server api/api1 state maint')
  await row(page, 'app/web2').and(page.locator('[data-verdict="lying"]')).waitFor()
  await row(page, 'app/web3').and(page.locator('[data-claim="down"]')).waitFor()
})
afterAll(() => story?.stop())

for (const theme of THEMES)
  describe(`${theme}, on a desk and on a phone`, () => {
    for (const { name, path, drawn } of PAGES)
      test(`the ${name} page is drawn, fits, and breaks no rule of accessibility`, async () => {
        const page = await story.open(path, { theme })
        await page.locator(drawn).first().waitFor()
        await holdsUp(page, name, theme)
      })
  })

test('I read the same numbers from the charts of the pool as a line for each server', async () => {
  const page = await story.open('/pools/lb1%2Fapp')
  for (const metric of ['requestRate', 'failureRate', 'responseTimeMs', 'sessions', 'queue']) {
    const lines = page.locator(`.chart[data-metric="${metric}"] path.recharts-line-curve`)
    await until(`four lines of ${metric}`, async () => (await lines.count()) === 4)
  }
  const length = () =>
    page
      .locator('.chart[data-metric="requestRate"] path.recharts-line-curve')
      .first()
      .evaluate((path) => path.getAttribute('d')?.split('L').length ?? 0)
  const before = await length()
  await until('the line to grow', async () => (await length()) > before)
  await page.context().close()
})

describe('by key alone', () => {
  let page: Page
  beforeAll(async () => {
    page = await story.open('/')
    await page.locator('tr[data-server]').first().waitFor()
    // Its rows are in the page's first HTML: it listens to keys a little later, the filter last.
    const filter = page.locator('input.filter')
    await until('a page that answers to keys', async () => {
      await page.keyboard.press('/')
      return filter.evaluate((input) => input === document.activeElement)
    })
    await page.keyboard.press('Escape')
  })
  const selected = () => page.locator('tr[data-selected]').getAttribute('id')

  test('I open the help and close it', async () => {
    await page.keyboard.press('?')
    await page.locator('dialog.help[open]').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog.help[open]').waitFor({ state: 'detached' })
  })

  test('I find a server', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('api2')
    await until('one server', async () => (await page.locator('tr[data-server]').count()) === 1)
    expect(page.url()).toContain('q=api2')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await until('all servers', async () => (await page.locator('tr[data-server]').count()) === 9)
  })

  test('I move down and up the rows, and open the pool', async () => {
    await page.keyboard.press('j')
    await page.locator('tr[data-selected]').waitFor()
    const first = await selected()
    await page.keyboard.press('j')
    await until('the next row', async () => (await selected()) !== first)
    await page.keyboard.press('k')
    await until('the row before', async () => (await selected()) === first)
    const rows = await page.locator('tr[id^="row-"]').evaluateAll((all) => all.map((row) => row.id))
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    await until('three down and one up', async () => (await selected()) === rows[2])
    await page.keyboard.press('Escape')
    await page.locator('tr[data-selected]').waitFor({ state: 'detached' })
  })

  test('I switch between UTC and my own zone', async () => {
    await page.keyboard.press('u')
    await until('the zone in the address', () => page.url().includes('zone=local'))
    await page.keyboard.press('u')
    await until('UTC again', () => !page.url().includes('zone=local'))
  })

  test('I hold the picture still and let it go', async () => {
    await page.keyboard.press(' ')
    await page.locator('.banner[data-tone="paused"]').waitFor()
    const drawn = () => page.locator('html').getAttribute('data-drawn-seq')
    const held = await drawn()
    await until('five updates behind', async () =>
      /([5-9]|\d\d) updates behind/.test((await page.locator('.banner').textContent()) ?? ''),
    )
    expect(await drawn()).toBe(held)
    await page.keyboard.press(' ')
    await page.locator('.banner[data-tone="paused"]').waitFor({ state: 'detached' })
    await until('a newer picture', async () => Number(await drawn()) > Number(held))
    expect(mistakes.get(page)).toEqual([])
  })
})
