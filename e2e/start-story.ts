/** What a story needs: a site behind real HAProxy, a Polygraph that watches it, a browser that shows it. */

import type { Page } from 'playwright-core'
import { freePort } from '#lab/haproxy/free-port'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { live, openBrowser, openPage } from './open-browser.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

export type Story = {
  site: Site
  polygraph: Polygraph
  page: Page
  /** Another page of the same browser. */
  open: (path: string, look?: Parameters<typeof openPage>[2]) => Promise<Page>
  stop: () => Promise<void>
}

/** HAProxy as `lb1`, read through its socket and its syslog at once. */
export async function startStory(plan: Parameters<typeof startSite>[0] = {}): Promise<Story> {
  const started: { stop: () => Promise<unknown> }[] = []
  const stop = async () => {
    for (const one of started.reverse()) await one.stop()
  }
  try {
    const syslog = await freePort()
    const site = await startSite({ logs: [`127.0.0.1:${syslog} local0`], node: 'lb1', ...plan })
    started.push(site)
    const polygraph = await startPolygraph([
      ...['--haproxy', `lb1=unix:${site.haproxy.socket}`],
      ...['--syslog', `udp://127.0.0.1:${syslog}`],
    ])
    started.push(polygraph)
    const browser = await openBrowser()
    started.push({ stop: () => browser.close() })
    const open: Story['open'] = async (path, look) => {
      const page = await openPage(browser, `${polygraph.url}${path}`, look)
      await live(page)
      return page
    }
    const page = await open('/')
    await page.locator('tr[data-server="lb1/app/web1"]').waitFor()
    return { site, polygraph, page, open, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

export const row = (page: Page, server: string) => page.locator(`tr[data-server="lb1/${server}"]`)
/** Rows of the tape that are about a server's state. */
export const told = (page: Page, subject: string) =>
  page.locator('.event[data-event="server-state"]', { has: page.locator(`strong:text-is("${subject}")`) })
export const headline = (page: Page) => page.locator('#headline')
