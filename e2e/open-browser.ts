/** A real Chromium, and pages in it that remember what they showed and what went wrong in them. */

import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const SHOTS = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'test-output')
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WAIT_MS = 30_000
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** CHROMIUM, else Playwright's own, else Debian's. */
function chromiumPath(): string {
  const own = chromium.executablePath()
  const found = [process.env.CHROMIUM, own, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (file) => file && existsSync(file),
  )
  if (!found) throw new Error('No Chromium: install the package chromium, or set CHROMIUM to one.')
  return found
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: FLAGS })

/** Errors that the page itself made; a connection that the story cuts is no error of the page. */
export const mistakes = new WeakMap<Page, string[]>()
const CUT =
  /ERR_CONNECTION|ERR_INCOMPLETE_CHUNKED|ERR_CONTENT_LENGTH|ERR_NETWORK|WebSocket connection|ERR_EMPTY_RESPONSE|xhr poll error/

export async function openPage(
  browser: Browser,
  url: string,
  {
    size = DESK,
    theme = 'dark',
    cookies = [],
  }: {
    size?: { width: number; height: number }
    theme?: 'dark' | 'light'
    cookies?: { name: string; value: string }[]
  } = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme })
  await context.addCookies([{ name: 'theme', value: theme }, ...cookies].map((one) => ({ ...one, url })))
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  const found: string[] = []
  mistakes.set(page, found)
  page.on('pageerror', (error) => found.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' && !CUT.test(line.text())) found.push(line.text())
  })
  await page.addInitScript(rememberClaims)
  await page.goto(url)
  return page
}

/** Waits until the page is drawn from the live connection, not from the record. */
export const live = (page: Page) => page.locator('body[data-connection="live"]').waitFor()

/** Runs in the page: every word that each server's row has shown, in order. */
function rememberClaims() {
  const claims: Record<string, string[]> = {}
  Object.assign(window, { polygraphClaims: claims })
  const look = () => {
    for (const row of document.querySelectorAll<HTMLElement>('tr[data-server]')) {
      const key = row.dataset.server ?? ''
      const word = row.querySelector('.claim')?.textContent ?? ''
      const shown = row.dataset.stale ? `(${word})` : word
      claims[key] ??= []
      if (claims[key].at(-1) !== shown) claims[key].push(shown)
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** From HAProxy's first word on: what is logged before it is asked says only that a server is given requests. */
export async function claimsShown(page: Page, server: string): Promise<string[]> {
  const words = await page.evaluate(
    (key) => (window as unknown as { polygraphClaims: Record<string, string[]> }).polygraphClaims[key] ?? [],
    server,
  )
  const first = words.findIndex((word) => !/^(unknown|in rotation)$/.test(word))
  return first < 0 ? words : words.slice(first)
}

/** Kept in test-output/, for a person to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) })
}
