/** A server dies and comes back. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { claimsShown, mistakes } from './open-browser.ts'
import { headline, row, type Story, startStory, told } from './start-story.ts'

let story: Story
beforeAll(async () => {
  // Slow enough that one-second polling sees every step.
  story = await startStory({ check: 'check inter 2s fastinter 1500ms downinter 1500ms rise 2 fall 3' })
})
afterAll(() => story?.stop())

test('I see a server die: UP, going down, DOWN, told once, and the headline says so', async () => {
  const { site, page, polygraph } = story
  await row(page, 'app/web3').and(page.locator('[data-claim="up"]')).waitFor()
  await site.servers.web3!.kill()
  await row(page, 'app/web3').and(page.locator('[data-claim="down"]')).waitFor()
  const shown = await claimsShown(page, 'lb1/app/web3')
  expect(shown[0]).toBe('UP')
  expect(shown.some((word) => /^UP \d\/3$/.test(word))).toBe(true)
  expect(shown.at(-1)).toMatch(/^DOWN/)
  await headline(page).filter({ hasText: 'app/web3 is down.' }).waitFor()

  // Both tellings have come, and they are one event.
  const downs = await until('the DOWN told by syslog and socket', async () => {
    const events = await polygraph.events('kind=server-state&subject=lb1/app/web3')
    const down = events.filter((event) => event.to === 'down')
    return down.some((event) => event.seenBy.length === 2) && down
  })
  expect(downs).toHaveLength(1)
  expect(downs[0]!.seenBy.toSorted()).toEqual(['lb1', 'syslog'])
  expect(downs[0]!.reason).toBe('Layer4 connection problem')
  const onTape = told(page, 'app/web3').filter({ hasText: /→ .*DOWN/ })
  await onTape
    .filter({ hasText: 'lb1 · syslog' })
    .or(onTape.filter({ hasText: 'syslog · lb1' }))
    .waitFor()
  expect(await onTape.count()).toBe(1)
})

test('I see it come back: passing checks, then UP, and the headline is calm again', async () => {
  const { site, page } = story
  await site.servers.web3!.revive()
  await row(page, 'app/web3').and(page.locator('[data-claim="up"]')).waitFor()
  const shown = await claimsShown(page, 'lb1/app/web3')
  expect(shown.at(-1)).toBe('UP')
  expect(shown.some((word) => /^DOWN 1\/2$/.test(word))).toBe(true)
  await headline(page).and(page.locator('[data-tone="calm"]')).waitFor()
  expect(mistakes.get(page)).toEqual([])
})
