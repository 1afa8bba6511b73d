/** The morning after: someone finds the moment on the timeline, looks at it closely, and sees what was known then. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { holdsUp, THEMES } from './holds-up.ts'
import { mistakes, PHONE } from './open-browser.ts'
import { type Story, startStory } from './start-story.ts'

let story: Story
let page: Page
let downMs: number
beforeAll(async () => {
  story = await startStory()
  await until(
    'a record that reaches back far enough',
    async () => {
      const first = (await story.polygraph.events()).at(-1)
      return first && first.atMs < Date.now() - 15_000
    },
    { timeoutMs: 30_000 },
  )
  await story.site.servers.web3!.stop()
  downMs = await until('web3 to be down in the record', async () => {
    const events = await story.polygraph.events('subject=lb1/app/web3&kind=server-state')
    // Told by both: its moment is amended no more.
    return events.find((event) => event.to === 'down' && event.seenBy.length === 2)?.atMs
  })
  page = await story.open('/timeline')
  await page.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
})
afterAll(() => story?.stop())

const lane = (name: string) => page.locator('.lane-names button', { hasText: name })
const shown = (address: string) => {
  const params = new URL(address).searchParams
  return {
    fromMs: Number(params.get('from')),
    toMs: Number(params.get('to')),
    atMs: Number(params.get('at')),
  }
}

test('I see a lane for every server, and step to the moment one of them died', async () => {
  await lane('web3').click()
  const at = async () => shown(page.url()).atMs
  await until('the moment it went down', async () => {
    const before = await at()
    if (Math.abs(before - downMs) <= 1) return true
    await page.keyboard.press(before === 0 || before > downMs ? '[' : ']')
    await until('the next moment', async () => (await at()) !== before)
    return false
  })
  await page.locator('.timeline-around .event', { hasText: 'DOWN' }).first().waitFor()
  await page.locator('.timeline-around', { hasText: 'lb1/app/web3' }).waitFor()
})

test('I zoom in to milliseconds around it, and the copied address shows the same', async () => {
  await until('a stretch of less than a tenth of a second', async () => {
    const { fromMs, toMs } = shown(page.url())
    if (toMs > 0 && toMs - fromMs < 100) return true
    await page.keyboard.press('w')
    return false
  })
  // The last press may still be on its way into the page's own address.
  const address = page.url()
  const { fromMs, toMs } = shown(address)
  expect(downMs).toBeGreaterThan(fromMs - 1)
  expect(downMs).toBeLessThan(toMs + 1)
  const copy = await story.open(address.replace(story.polygraph.url, ''))
  await copy.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  await copy.locator('.timeline-around .event', { hasText: 'DOWN' }).first().waitFor()
  expect(shown(copy.url())).toEqual(shown(address))
  expect(mistakes.get(copy)).toEqual([])
  await copy.context().close()
})

test('I write a note at the moment, and it is there for others', async () => {
  await page.keyboard.press('m')
  await page.keyboard.type('cable pulled in rack 4')
  await page.keyboard.press('Enter')
  await page.locator('.around-annotations', { hasText: 'cable pulled in rack 4' }).waitFor()
  const other = await story.open(page.url().replace(story.polygraph.url, ''))
  await other.locator('.around-annotations', { hasText: 'cable pulled in rack 4' }).waitFor()
  await other.context().close()
})

test('I find words in what happened, step through what was found, and keep one at hand', async () => {
  const search = await story.open(
    `/timeline?from=${Math.floor(downMs - 20_000)}&to=${Math.ceil(downMs + 10_000)}`,
  )
  await search.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  await search.keyboard.press('f')
  await search.keyboard.type('WEB3 down')
  await search.keyboard.press('Enter')
  const found = search.locator('.picked[data-found]')
  await found.locator('.event', { hasText: 'DOWN' }).first().waitFor()
  await until('the moment it went down', async () => {
    await search.keyboard.press('[')
    return Math.abs(shown(search.url()).atMs - downMs) <= 1
  })
  await found.getByRole('button', { name: 'pin', exact: true }).first().click()
  await search.locator('.picked[data-pinned="1"] .event').waitFor()
  // Copied, it shows the same.
  await until('the pin in the address', () => search.url().includes('pin=') && search.url().includes('find='))
  const copy = await story.open(search.url().replace(story.polygraph.url, ''))
  await copy.locator('.picked[data-pinned="1"] .event').waitFor()
  await copy.locator('.picked[data-found] .event').first().waitFor()
  await copy.context().close()
  await search.getByLabel('Find words in events').fill('nothing says this')
  await search.locator('.picked[data-found="0"]').waitFor()
  expect(mistakes.get(search)).toEqual([])
  await search.context().close()
})

test('I take my note back', async () => {
  const mine = page.locator('.around-annotations li', { hasText: 'cable pulled in rack 4' })
  await mine.getByRole('button', { name: 'take back' }).click()
  await mine.waitFor({ state: 'detached' })
})

test('I go to what was known then, a second before, and back to now', async () => {
  await page.getByRole('link', { name: 'everything' }).click()
  const row = page.locator('tr[data-server="lb1/app/web3"]')
  await page.locator('.banner', { hasText: 'as known at' }).waitFor()
  await page.getByRole('link', { name: '−10 s' }).click()
  await page.locator('tr[data-server="lb1/app/web3"][data-claim="up"]').waitFor()
  await page.getByRole('link', { name: 'back to now' }).click()
  await page.locator('tr[data-server="lb1/app/web3"][data-claim="down"]').waitFor()
  expect(await row.count()).toBe(1)
  expect(mistakes.get(page)).toEqual([])
})

test('a page I have asked for comes, also where the timeline moves on before it is there', async () => {
  const leaving = await story.open(`/timeline?from=${Math.floor(downMs - 20_000)}&to=${Math.ceil(downMs)}`)
  await leaving.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  // By key: only a page that listens answers.
  await until('a page that answers to keys', async () => {
    await leaving.keyboard.press('?')
    return (await leaving.locator('dialog.help[open]').count()) > 0
  })
  await leaving.keyboard.press('Escape')
  let answer = () => {}
  const held = new Promise<void>((done) => {
    answer = done
  })
  await leaving.route(/\/incidents\?.*_rsc/, async (route) => {
    await held
    await route.continue()
  })
  const asked = leaving.waitForRequest(/\/incidents\?.*_rsc/)
  await leaving.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Incidents' }).click()
  await asked
  const before = await leaving.locator('.timeline-insight').textContent()
  await leaving.getByRole('button', { name: '1 m', exact: true }).click()
  await until(
    'another stretch in sight',
    async () => (await leaving.locator('.timeline-insight').textContent()) !== before,
  )
  // Longer than it takes until the stretch is written to the address.
  await leaving.evaluate(() => new Promise((done) => setTimeout(done, 1_000)))
  answer()
  await leaving.waitForURL(/\/incidents/)
  await leaving.locator('.incidents-page').waitFor()
  await leaving.context().close()
})

test('turned or resized, the small picture of the whole record fits again', async () => {
  const open = await story.open(
    `/timeline?from=${Math.floor(downMs - 20_000)}&to=${Math.ceil(downMs + 10_000)}`,
  )
  const width = () => open.locator('.minimap canvas').evaluate((canvas) => canvas.clientWidth)
  await until('it to be drawn wide', async () => (await width()) > 1_000)
  await open.setViewportSize(PHONE)
  await until('it to be drawn narrow', async () => (await width()) <= PHONE.width)
  await open.context().close()
})

test('on a phone the lanes begin in the upper half of the screen; what narrows them is a tap away', async () => {
  const at = `/timeline?from=${Math.floor(downMs - 20_000)}&to=${Math.ceil(downMs + 10_000)}`
  const phone = await story.open(at, { size: PHONE })
  await phone.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  const lanes = await phone.locator('.timeline-lanes').boundingBox()
  expect(lanes?.y).toBeLessThan(PHONE.height * 0.4)
  await phone.getByRole('button', { name: 'Filters' }).click()
  await phone.getByRole('checkbox', { name: 'checks' }).uncheck()
  await phone.getByRole('button', { name: 'Filters (1)' }).click()
  expect((await phone.locator('.timeline-lanes').boundingBox())?.y).toBe(lanes?.y)
  expect(mistakes.get(phone)).toEqual([])
  await phone.context().close()
})

describe('in every look', () => {
  for (const theme of THEMES)
    test(`${theme}, on a desk and on a phone: drawn, fits, and breaks no rule of accessibility`, async () => {
      const at = `/timeline?from=${Math.floor(downMs - 20_000)}&to=${Math.ceil(downMs + 10_000)}&at=${downMs}`
      const open = await story.open(at, { theme })
      await open.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
      await open.locator('.timeline-around .event').first().waitFor()
      await holdsUp(open, 'timeline', theme)
    })
})
