/** An operator drains a server, puts one in maintenance, changes a weight, reloads HAProxy. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { claimsShown, mistakes } from './open-browser.ts'
import { headline, row, type Story, startStory, told } from './start-story.ts'

let story: Story
beforeAll(async () => {
  story = await startStory()
})
afterAll(() => story?.stop())

const is = (server: string, claim: string) =>
  row(story.page, server)
    .and(story.page.locator(`[data-claim="${claim}"]`))
    .waitFor()

test('I see a drain as DRAIN, not as DOWN, and its end', async () => {
  const { site, page } = story
  await is('app/web4', 'up')
  await site.haproxy.ask('set server app/web4 state drain')
  await is('app/web4', 'drain')
  await told(page, 'app/web4')
    .filter({ hasText: /→ .*DRAIN/ })
    .waitFor()
  await site.haproxy.ask('set server app/web4 state ready')
  await is('app/web4', 'up')
  expect(await claimsShown(page, 'lb1/app/web4')).toEqual(['UP', 'DRAIN', 'UP'])
  await headline(page).and(page.locator('[data-tone="calm"]')).waitFor()
})

test('I see maintenance as MAINT, not as DOWN, and its end', async () => {
  const { site, page, polygraph } = story
  await is('api/api1', 'up')
  await site.haproxy.ask('set server api/api1 state maint')
  await is('api/api1', 'maint')
  await told(page, 'api/api1')
    .filter({ hasText: /→ .*MAINT/ })
    .waitFor()
  // The log is told at once; the poll must have had its look before it is over.
  await until('maintenance told by both', async () => {
    const [maint] = await polygraph.events('kind=server-state&subject=lb1/api/api1')
    return maint?.seenBy.length === 2
  })
  await site.haproxy.ask('set server api/api1 state ready')
  await is('api/api1', 'up')
  expect(await claimsShown(page, 'lb1/api/api1')).not.toContain('DOWN')
  const kinds = await until('both changes from both sources', async () => {
    const events = await polygraph.events('kind=server-state&subject=lb1/api/api1')
    return events.length >= 2 && events.every((event) => event.seenBy.length === 2) && events
  })
  expect(kinds.map((event) => event.to)).toEqual(['up', 'maint'])
})

test('I see a weight of 0 beside UP, told once', async () => {
  const { site, page, polygraph } = story
  await site.haproxy.ask('set server app/web1 weight 0')
  await row(page, 'app/web1').filter({ hasText: 'weight 0' }).waitFor()
  await page.locator('.event[data-event="server-weight"]', { hasText: 'Weight of app/web1' }).waitFor()
  expect(await row(page, 'app/web1').getAttribute('data-claim')).toBe('up')
  await site.haproxy.ask('set server app/web1 weight 100%')
  await until('the weight back', async () => (await polygraph.server('lb1/app/web1'))?.weight === 1)
  const weights = await until('both changes in the record', async () => {
    const events = await polygraph.events('kind=server-weight')
    return events.length >= 2 && events
  })
  expect(weights.map(({ from, to }) => `${from}→${to}`)).toEqual(['0→1', '1→0'])
})

test('I see a reload as a new process: nothing turns red, no number jumps', async () => {
  const { site, page, polygraph } = story
  const pid = Number(/^Pid: (\d+)/m.exec(await site.haproxy.ask('show info'))?.[1])
  const before = (await page.evaluate(
    () => (window as unknown as { polygraphClaims: object }).polygraphClaims,
  )) as Record<string, string[]>
  const highest = watchRates(story)
  await site.haproxy.reload()
  await page.locator('.event[data-event="process-started"]').waitFor()
  // The new worker's own readings: its first and the one that gives a rate.
  await until('the new process on the page', async () => {
    const text = await page.locator('[data-load-balancer="lb1"]').textContent()
    return text?.includes('pid ') && !text.includes(`pid ${pid} `)
  })
  const { readings } = (await polygraph.source('lb1'))!
  await until('three more readings', async () => (await polygraph.source('lb1'))!.readings >= readings + 3)
  expect(await highest.stop()).toBeLessThan(site.traffic.length * 100)
  const after = (await page.evaluate(
    () => (window as unknown as { polygraphClaims: object }).polygraphClaims,
  )) as Record<string, string[]>
  for (const [server, shown] of Object.entries(after)) {
    const news = shown.slice(before[server]!.length)
    expect(
      news.filter((word) => /DOWN|MAINT|\(/.test(word)),
      server,
    ).toEqual([])
  }
  expect((await polygraph.events('kind=process-started')).length).toBe(1)
  expect(mistakes.get(page)).toEqual([])
})

/** The highest request rate that any pool is given while it watches. */
function watchRates({ polygraph }: Story) {
  let highest = 0
  let watching = true
  const done = (async () => {
    while (watching)
      for (const pool of await polygraph.pools()) highest = Math.max(highest, pool.requestRate ?? 0)
  })()
  return {
    async stop() {
      watching = false
      await done
      return highest
    },
  }
}
