/** A failover is written up, and what a stranger gets of it gives away nothing that was hidden. */

import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { loadEvidence } from '#lib/store/load-postmortems'
import { openStore } from '#lib/store/open-store'
import { DEFAULT_RETENTION } from '#lib/store/retention-policy'
import { rollUp } from '#lib/store/roll-up'
import { closeStore } from '#lib/store/store'
import { foundIn } from './found-in.ts'
import { holdsUp, THEMES } from './holds-up.ts'
import { live, mistakes, openPage, shoot } from './open-browser.ts'
import { type PlayedHosts, VIP } from './play-hosts.ts'
import type { Polygraph } from './start-polygraph.ts'
import { startWriteUp } from './start-write-up.ts'

const PAD = 'Ada Lovelace saw it on https://wiki.example.com/run?id=7 from 192.0.2.77 and db7.internal'
const SECRETS = [
  ...[VIP, '10.0.0.11', '10.0.0.12', '10.0.0.1', '192.0.2.77', '02:00:00:00:00:12', 'lb1', 'lb2', 'client1'],
  ...['client2', 'Lovelace', 'wiki.example.com', 'db7.internal', 'bluebird'],
]

let polygraph: Polygraph
let played: PlayedHosts
let other: Browser
let ada: Page
let stop: () => Promise<void>
let link = ''
beforeAll(async () => {
  const begun = await startWriteUp()
  ;({ polygraph, played, other, ada, stop } = begun)
})
afterAll(() => stop?.())

/** A new browser that nobody signed in with. */
const stranger = (path: string, look?: Parameters<typeof openPage>[2]) =>
  openPage(other, path.startsWith('http') ? path : `${polygraph.url}${path}`, look)
const id = () => ada.url().split('/postmortems/')[1]!.split(/[?#]/)[0]!

test('In three clicks I have a link that a signed-out browser opens', async () => {
  const began = performance.now()
  await ada.getByRole('button', { name: 'Create postmortem' }).click()
  await ada.getByRole('button', { name: 'Share' }).click()
  await ada.getByRole('button', { name: 'Make the link' }).click()
  link = (await ada.locator('#share-link').textContent()) ?? ''
  const made = performance.now()
  expect(link).toMatch(/\/p\/[\w-]{43}$/)
  const page = await stranger(link)
  await page.getByRole('heading', { level: 1 }).waitFor()
  console.log(
    `link after ${Math.round(made - began)} ms and 3 clicks, open elsewhere after ${Math.round(performance.now() - began)} ms`,
  )
  await page.locator('[role="slider"]').waitFor()
  expect(mistakes.get(page)).toEqual([])
  await page.context().close()
})

test('Before I share I see beside my own what a stranger gets', async () => {
  const theirs = ada.frameLocator('iframe[title="Exactly what a stranger gets"]')
  await theirs.getByRole('heading', { level: 1, name: /address-\w/ }).waitFor()
  const mine = ada.frameLocator('iframe[title="What you see"]')
  await mine.getByRole('heading', { level: 1, name: VIP }).waitFor()
  await ada.getByLabel('Words of your own, one a line').fill('bluebird')
  await ada.getByLabel('Pools').uncheck()
  await shoot(ada, 'share-1440-dark')
  await ada.locator('.share-head').getByRole('button', { name: 'Close' }).click()
})

test('What I write is saved by itself, and can be brought back', async () => {
  const summary = ada.getByLabel('Summary')
  await summary.fill(`**Bluebird**: ${PAD}`)
  await ada.locator('.save-state', { hasText: 'saved, version 2' }).waitFor()
  await ada.reload()
  await until('what was saved', async () => (await summary.inputValue()).includes('db7.internal'))
  await ada.getByText('History', { exact: true }).click()
  await ada.locator('.history-list li').nth(1).getByRole('button', { name: 'Restore' }).click()
  await until('the first words', async () => !(await summary.inputValue()).includes('db7.internal'))
  await ada.locator('.save-state', { hasText: /saved, version [34]/ }).waitFor()
  await summary.fill(`**Bluebird**: ${PAD}`)
  await ada.locator('.save-state', { hasText: /saved, version [45]/ }).waitFor()
  await ada.getByLabel('Owner').first().fill('Ada Lovelace')
  await ada.locator('.save-state', { hasText: /saved, version [56]/ }).waitFor()
})

test('When somebody saved in between I am told, and choose', async () => {
  const answer = await ada.evaluate(async (postmortem) => {
    const path = `/api/v1/postmortems/${postmortem}`
    const { version } = await (await fetch(path)).json()
    const headers = { 'content-type': 'application/json', 'x-polygraph': '1' }
    const body = JSON.stringify({ version, fields: { causes: 'Theirs.' } })
    return (await fetch(path, { method: 'PATCH', headers, body })).status
  }, id())
  expect(answer).toBe(200)
  await ada.getByLabel('Causes').fill('Mine.')
  await ada.locator('.conflict', { hasText: 'saved version' }).waitFor()
  await ada.getByRole('button', { name: 'Take theirs' }).click()
  await until('theirs', async () => (await ada.getByLabel('Causes').inputValue()) === 'Theirs.')
  // The refused save is an answer, not a mistake of the page.
  mistakes.set(
    ada,
    (mistakes.get(ada) ?? []).filter((line) => !line.includes('409')),
  )
})

test('No byte that a stranger gets has what was hidden: page, exports, picture, nor a socket', async () => {
  const wanted = { expiresInMs: 3_600_000, rules: { words: ['bluebird'] } }
  const made = await ada.evaluate(
    async ([postmortem, body]) => {
      const headers = { 'content-type': 'application/json', 'x-polygraph': '1' }
      const answer = await fetch(`/api/v1/postmortems/${postmortem}/links`, {
        method: 'POST',
        headers,
        body: body!,
      })
      return (await answer.json()) as { path: string }
    },
    [id(), JSON.stringify(wanted)],
  )
  const page = await stranger('/healthz')
  const bodies: Promise<string>[] = []
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  page.on('response', (response) =>
    bodies.push(
      response.body().then(
        (body) => body.toString('latin1'),
        () => '',
      ),
    ),
  )
  page.on('websocket', (socket) => asked.push(`socket ${socket.url()}`))
  await page.goto(`${polygraph.url}${made.path}`)
  await page.locator('[role="slider"]').waitFor()
  await until('a question whether it still holds', () => asked.includes(`${made.path}/state`))
  expect(asked.filter((path) => !path.startsWith('/p/') && path !== '/favicon.ico')).toEqual([])
  for (const part of ['/export.md', '/export.json', '/export.html', '/image.png']) {
    const answer = await fetch(`${polygraph.url}${made.path}${part}`)
    expect(answer.status).toBe(200)
    bodies.push(answer.arrayBuffer().then((body) => Buffer.from(body).toString('latin1')))
  }
  const text = [...(await Promise.all(bodies)), await page.content()].join('\n').toLowerCase()
  for (const secret of SECRETS)
    for (const form of [secret, encodeURIComponent(secret), secret.replaceAll('.', '&#46;')])
      expect(foundIn(text, form.toLowerCase()), form).toBe('')
  const scripts = await page.locator('script:not([type])').allTextContents()
  const size = gzipSync(scripts.join('')).length
  console.log(
    `script ${(size / 1000).toFixed(1)} kB compressed; ${text.length} bytes searched for ${SECRETS.length} words`,
  )
  expect(size).toBeLessThan(150_000)
  expect(mistakes.get(page)).toEqual([])
  await page.context().close()
})

describe('every look of it', () => {
  for (const theme of THEMES)
    test(`${theme}, on a desk and on a phone: drawn, fits, and breaks no rule of accessibility`, async () => {
      const page = await stranger(link, { theme })
      await page.locator('[role="slider"]').waitFor()
      await holdsUp(page, 'shared', theme)
      const cookies = await ada.context().cookies()
      for (const [path, name, drawn] of [
        ['/postmortems', 'postmortems', '.postmortem-rows li'],
        [`/postmortems/${id()}`, 'postmortem', '.strip [role="slider"]'],
      ] as const) {
        const own = cookies.flatMap(({ name: cookie, value }) =>
          cookie.startsWith('polygraph-') ? [{ name: cookie, value }] : [],
        )
        // A cookie that is set for a page of a folder stays in that folder.
        const shown = await openPage(other, polygraph.url, { theme, cookies: own })
        await shown.goto(`${polygraph.url}${path}`)
        await live(shown)
        await shown.locator(drawn).first().waitFor()
        await holdsUp(shown, name, theme)
      }
    })
})

test('With scripts off, and from the disk without a network, it can still be read', async () => {
  const context = await other.newContext({ javaScriptEnabled: false })
  const bare = await context.newPage()
  await bare.goto(link)
  await bare.locator('.static-strip svg').waitFor()
  await bare.locator('table', { hasText: 'idle phantom' }).waitFor()
  await shoot(bare, 'shared-no-script')
  await context.close()
  const html = await (await fetch(`${link}/export.html`)).text()
  const offline = await other.newContext({ offline: true })
  const file = await offline.newPage()
  const found: string[] = []
  file.on('console', (line) => line.type() === 'error' && found.push(line.text()))
  const { mkdtempSync, writeFileSync } = await import('node:fs')
  const path = `${mkdtempSync(`${polygraph.dir}/file-`)}/postmortem.html`
  writeFileSync(path, html)
  await file.goto(`file://${path}`)
  await file.locator('[role="slider"]').focus()
  await file.keyboard.press('Home')
  await file.locator('.strip-moment[data-cursor]').waitFor()
  expect(found).toEqual([])
  await offline.close()
})

test('Everything it was made from is purged and deleted: the page shows the same, the hash still verifies', async () => {
  const read = async () =>
    (await (await fetch(`${link}/export.json`)).json()) as { evidence: unknown; evidenceHash: string }
  const before = await read()
  await played.stop()
  await polygraph.kill()
  const store = await openStore({ dataDir: polygraph.dataDir })
  await rollUp(store, Date.now() + 1e12, DEFAULT_RETENTION)
  for (const table of [
    'Event',
    'Incident',
    'NetworkReading',
    'Reading',
    'Source',
    'Pool',
    'Server',
    'LoadBalancer',
    'Meta',
  ])
    await store.prisma.$executeRawUnsafe(`DELETE FROM "${table}"`)
  const [row] = await store.prisma.postmortem.findMany()
  const evidence = await loadEvidence(store, row!.id)
  expect(evidence).toMatchObject({ ok: true, hash: before.evidenceHash })
  await closeStore(store)
  await polygraph.start()
  const after = await read()
  expect(after.evidence).toEqual(before.evidence)
  const page = await stranger(link)
  await page.locator('table', { hasText: 'idle phantom' }).waitFor()
  await page.context().close()
})

test('I revoke the link, and the page that is open goes within seconds', async () => {
  const page = await stranger(link)
  await page.locator('[role="slider"]').waitFor()
  await ada.goto(`${polygraph.url}/postmortems/${(await ada.url()).split('/postmortems/')[1]}`)
  await ada.locator('.links-list li').last().getByRole('button', { name: 'Who opened it' }).click()
  await ada.locator('.links-list td', { hasText: 'shown' }).first().waitFor()
  const began = performance.now()
  await ada.locator('.links-list li').last().getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('This link does not lead anywhere any more.').waitFor()
  console.log(`an open page went ${Math.round(performance.now() - began)} ms after the link was revoked`)
  expect((await fetch(link)).status).toBe(404)
  await page.context().close()
})
