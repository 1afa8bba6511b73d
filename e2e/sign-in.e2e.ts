/** The first admin comes in by the printed link, invites a viewer, and sends them away again. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { holdsUp, THEMES } from './holds-up.ts'
import { live, mistakes, openBrowser, openPage, shoot } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const PASSWORD = 'correct horse battery'
let polygraph: Polygraph
let browser: Browser
let ada: Page
let bob: Page
let invitation: string
beforeAll(async () => {
  polygraph = await startPolygraph([], { signIn: true })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await polygraph?.stop()
})

const firstLink = () =>
  until('the printed link', () => /http:\/\/\S+\/sign-in\/first\?key=\S+/.exec(polygraph.output())?.[0])
const sessionOf = async (page: Page) =>
  (await page.context().cookies()).filter((one) => one.name.startsWith('polygraph-'))
async function begin(page: Page, name: string) {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('The same again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Begin' }).click()
}

test('before there is anybody I am told where the first link stands, and shown nothing else', async () => {
  const page = await openPage(browser, `${polygraph.url}/incidents`)
  await page.getByRole('heading', { name: 'Nobody can sign in yet.' }).waitFor()
  expect(page.url()).toBe(`${polygraph.url}/sign-in?next=%2Fincidents`)
  await holdsUp(page, 'sign-in-nobody', 'dark')
})

test('I open the link that the first start printed, choose a name and a password, and am an admin', async () => {
  ada = await openPage(browser, await firstLink())
  await ada.getByRole('heading', { name: 'Welcome, admin.' }).waitFor()
  await until('an address without the key', () => !ada.url().includes('key'))
  await shoot(ada, 'sign-in-first-1440-dark')
  await begin(ada, 'Ada')
  await live(ada)
  await ada.getByRole('link', { name: 'Ada' }).waitFor()
  await ada.getByRole('link', { name: 'People' }).click()
  await ada.getByRole('heading', { level: 1, name: /1 person can sign in, 1 is an admin/ }).waitFor()
  expect((await sessionOf(ada)).map((one) => [one.httpOnly, one.sameSite])).toEqual([[true, 'Lax']])
})

test('the link is good once', async () => {
  const page = await openPage(browser, await firstLink())
  await page.getByRole('heading', { name: 'This link is good no more.' }).waitFor()
  expect(mistakes.get(page)).toEqual([])
  await page.context().close()
})

test('I invite a viewer by a link that is shown once', async () => {
  await ada.getByRole('button', { name: 'Make a link' }).click()
  invitation = (await ada.locator('.once-shown pre').textContent()) ?? ''
  expect(invitation).toMatch(/\/sign-in\/invited\?key=[\w-]{43}$/)
  await ada.getByRole('button', { name: 'I have it' }).click()
  await ada.getByText('For a new viewer, by Ada').waitFor()
  expect(await ada.content()).not.toContain(invitation.slice(-43))
})

test('I make a token for a program, which works until I revoke it', async () => {
  await ada.getByLabel('Who or what uses it').fill('vector')
  await ada.getByRole('button', { name: 'Make a token' }).click()
  const token = (await ada.locator('.once-shown pre').textContent()) ?? ''
  const ship = () =>
    fetch(`${polygraph.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '',
    })
  expect((await ship()).status).toBe(200)
  await ada.getByRole('button', { name: 'I have it' }).click()
  await ada.getByRole('button', { name: 'Revoke vector' }).click()
  await ada.getByText('Whatever uses it is refused at once.').waitFor()
  await ada.getByRole('button', { name: 'Revoke vector' }).click()
  await until('a refusal', async () => (await ship()).status === 401)
  expect(mistakes.get(ada)).toEqual([])
})

test('the viewer comes in and sees nothing that is an admin’s', async () => {
  bob = await openPage(browser, invitation)
  await bob.getByRole('heading', { name: 'Welcome, viewer.' }).waitFor()
  await begin(bob, 'Bob')
  await live(bob)
  await bob.getByRole('link', { name: 'Bob' }).waitFor()
  await bob.getByText('Connect your HAProxy').waitFor()
  expect(await bob.getByRole('link', { name: 'People' }).count()).toBe(0)
  expect(await bob.getByRole('button', { name: 'Watch a recorded failover' }).count()).toBe(0)
  expect(mistakes.get(bob)).toEqual([])
  expect((await bob.request.get(`${polygraph.url}/people`)).status()).toBe(404)
  expect((await bob.request.get(`${polygraph.url}/api/v1/people`)).status()).toBe(403)
  await bob.getByRole('link', { name: 'Bob' }).click()
  await bob.getByRole('heading', { name: 'You are Bob, viewer.' }).waitFor()
})

test('the viewer signs out, and back in with the password, to where they wanted to go', async () => {
  await bob.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
  await bob.getByRole('heading', { name: 'Sign in' }).waitFor()
  await bob.goto(`${polygraph.url}/incidents?q=web`)
  await bob.getByLabel('Name').fill('bob')
  await bob.getByLabel('Password').fill('not the password')
  await bob.getByRole('button', { name: 'Sign in' }).click()
  await bob.getByRole('alert').filter({ hasText: 'The name or the password is wrong.' }).waitFor()
  await bob.getByLabel('Password').fill(PASSWORD)
  await bob.getByRole('button', { name: 'Sign in' }).click()
  await live(bob)
  expect(bob.url()).toBe(`${polygraph.url}/incidents?q=web`)
  // The wrong password is a refused request, and the only thing the console may tell of.
  expect(mistakes.get(bob)?.filter((one) => !one.includes('401'))).toEqual([])
})

for (const theme of THEMES)
  describe(`${theme}, on a desk and on a phone`, () => {
    for (const { name, path, drawn } of [
      { name: 'people', path: '/people', drawn: 'tr[data-person="Bob"]' },
      { name: 'account', path: '/account', drawn: 'tr[data-session]' },
    ])
      test(`the ${name} page is drawn, fits, and breaks no rule of accessibility`, async () => {
        const cookies = (await sessionOf(ada)).map(({ name, value }) => ({ name, value }))
        const page = await openPage(browser, `${polygraph.url}${path}`, { theme, cookies })
        await page.locator(drawn).first().waitFor()
        await live(page)
        await holdsUp(page, name, theme)
      })
    test('so is the page to sign in', async () => {
      const page = await openPage(browser, `${polygraph.url}/sign-in`, { theme })
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
      await holdsUp(page, 'sign-in', theme)
    })
  })

test('I disable the viewer: their open page is led to the sign-in page, and what I did is in the log', async () => {
  await ada.reload()
  await ada.getByRole('button', { name: 'Disable Bob' }).click()
  await ada.getByText('Ends 1 session at once.').waitFor()
  await ada.getByRole('button', { name: 'Disable Bob' }).click()
  await bob.waitForURL(/\/sign-in\?next=/)
  await ada.locator('tr[data-action="person-disabled"]').waitFor()
  for (const action of ['person-created', 'invitation-made', 'token-made', 'token-revoked', 'sign-in-failed'])
    expect([action, await ada.locator(`tr[data-action="${action}"]`).count()]).not.toEqual([action, 0])
  await shoot(ada, 'people-after-1440-dark')
  await ada.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
  await ada.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(mistakes.get(ada)).toEqual([])
})
