/** The morning after: the log of a system that never ran Polygraph is dropped on the page and investigated. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { writeMorningLog } from '#lib/pipeline/scripted-log'
import { holdsUp, THEMES } from './holds-up.ts'
import { mistakes, openBrowser, openPage, shoot } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let polygraph: Polygraph
let browser: Browser
let page: Page
const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-e2e-import-'))
const log = path.join(folder, 'haproxy.log.1.gz')
const picture = path.join(folder, 'whiteboard.png')
beforeAll(async () => {
  writeFileSync(log, gzipSync(writeMorningLog()))
  writeFileSync(picture, Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3]))
  polygraph = await startPolygraph()
  browser = await openBrowser()
  page = await openPage(browser, `${polygraph.url}/imports`)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await browser?.close()
  await polygraph?.stop()
})

const item = () => page.locator('[data-import]').first()

test('I choose a packed log and a stray picture, and am told what was read and what refused, and why', async () => {
  await page.locator('input[type="file"]').setInputFiles([log, picture])
  await page.locator('[data-import][data-state="ready"]').waitFor()
  const words = (await item().textContent()) ?? ''
  expect(words).toContain('haproxy.log.1.gz, whiteboard.png')
  expect(words).toContain('it is no text')
  expect(words).toContain('4,801 of 4,802 understood')
  await item().getByText('1 entry refused').first().click()
  expect(await item().textContent()).toContain('what somebody typed into the wrong window')
  await shoot(page, 'import-read')
})

test('its timeline is that of its own morning, and a moment of it shows what was known then', async () => {
  await item().getByRole('link', { name: 'Timeline' }).click()
  await page.locator('html[data-timeline-drawn]').waitFor({ state: 'attached' })
  const banner = page.getByText('import: haproxy.log.1.gz')
  await banner.waitFor()
  expect(await page.locator('.timeline-insight').textContent()).toContain('20')
  await page.getByRole('button', { name: 'web2' }).waitFor()
  await shoot(page, 'import-timeline')
  // By the header's link I stay in the import.
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Incidents' }).click()
  await page.getByText('web2').first().waitFor()
  await banner.waitFor()
})

test('its incident is told like one that was watched, and becomes a postmortem', async () => {
  await page.locator('.incident-rows a').first().click()
  await page.getByRole('button', { name: 'Create postmortem' }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('web2')
  // What is over and elsewhere cannot be acknowledged.
  expect(await page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0)
  await shoot(page, 'import-incident')
  await page.getByRole('button', { name: 'Create postmortem' }).click()
  await page.waitForURL(/\/postmortems\/[\w-]+/)
  await page.getByText('web2').first().waitFor()
  expect(mistakes.get(page)).toEqual([])
})

test('it is there after a restart; nothing of it is in the live record; removed, it is gone and its postmortem stays', async () => {
  expect(await (await fetch(`${polygraph.url}/api/v1/incidents?from=0`)).json()).toEqual([])
  await polygraph.kill()
  await polygraph.start()
  const again = await openPage(browser, `${polygraph.url}/imports`)
  await again.locator('[data-import][data-state="ready"]').waitFor()
  const id = (await again.locator('[data-import]').getAttribute('data-import')) ?? ''
  const asked = () => fetch(`${polygraph.url}/api/v1/incidents?from=0&import=${id}`)
  expect(await (await asked()).json()).toMatchObject([{ kind: 'lying-health-check' }])
  await again.getByRole('button', { name: 'Remove' }).click()
  await again.getByRole('group', { name: 'Remove' }).getByRole('button', { name: 'Remove' }).click()
  await until('the import to be gone', async () => (await asked()).status === 404)
  await again.getByText('Nothing has been imported yet.').waitFor()
  expect(await (await fetch(`${polygraph.url}/api/v1/postmortems`)).json()).toHaveLength(1)
  await again.context().close()
})

test('a log that does not say whose it is has the name that I give it', async () => {
  const nameless = path.join(folder, 'nameless.log')
  // Without the framing that names the host.
  writeFileSync(nameless, writeMorningLog().replaceAll(/^\S+ +\d+ \S+ \S+ \S+: /gm, ''))
  const mine = await openPage(browser, `${polygraph.url}/imports`)
  await mine.getByLabel('Load balancer').fill('front-2')
  await mine.locator('input[type="file"]').setInputFiles([nameless])
  await mine.locator('[data-import][data-state="ready"]').waitFor()
  const id = (await mine.locator('[data-import]').getAttribute('data-import')) ?? ''
  const answer = await fetch(`${polygraph.url}/api/v1/incidents?from=0&import=${id}`)
  const [incident, ...others] = (await answer.json()) as { kind: string; subjects: { id: string }[] }[]
  expect(others).toEqual([])
  expect(incident?.kind).toBe('lying-health-check')
  expect(incident?.subjects.map((one) => one.id)).toEqual(['front-2/app/web2', 'front-2/app'])
  expect(mistakes.get(mine)).toEqual([])
  await mine.context().close()
  await fetch(`${polygraph.url}/api/v1/imports/${id}`, { method: 'DELETE', headers: { 'x-polygraph': '1' } })
})

test('a long one is cancelled while it is read, and leaves nothing', async () => {
  const long = path.join(folder, 'week.log')
  writeFileSync(long, Array.from({ length: 30 }, (_, day) => writeMorningLog(day)).join(''))
  const watching = await openPage(browser, `${polygraph.url}/imports`)
  await watching.locator('input[type="file"]').setInputFiles([long])
  await watching
    .locator('[data-import][data-state="reading"]')
    .getByRole('button', { name: 'Cancel' })
    .click()
  await watching.getByText('Nothing has been imported yet.').waitFor()
  expect(await (await fetch(`${polygraph.url}/api/v1/imports`)).json()).toEqual([])
  await watching.context().close()
})

test.each(THEMES)('the page holds up, %s, on a desk and on a phone', async (theme) => {
  const shown = await openPage(browser, `${polygraph.url}/imports`, { theme })
  await shown.locator('input[type="file"]').setInputFiles([log, picture])
  const all = 1 + THEMES.indexOf(theme)
  await until('this one, too', async () => {
    const ready = await shown.locator('[data-import][data-state="ready"]').count()
    return ready === all && (await shown.getByText('Sending').count()) === 0
  })
  await holdsUp(shown, 'imports', theme)
})
