/** What writing up a failover needs: a signed-in admin on the page of its incident, and a browser of somebody else. */

import type { Browser, Page } from 'playwright-core'
import { until } from '#lab/haproxy/until'
import { live, openBrowser, openPage } from './open-browser.ts'
import { type PlayedHosts, playHosts, VIP } from './play-hosts.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const PASSWORD = 'correct horse battery'

export type WriteUp = {
  polygraph: Polygraph
  played: PlayedHosts
  /** On the page of the incident. */
  ada: Page
  /** Where nobody is signed in. */
  other: Browser
  stop: () => Promise<void>
}

export async function startWriteUp(): Promise<WriteUp> {
  const started: { stop: () => Promise<unknown> }[] = []
  const stop = async () => {
    for (const one of started.reverse()) await one.stop()
  }
  try {
    const polygraph = await startPolygraph([], { signIn: true })
    started.push(polygraph)
    const played = playHosts(polygraph.url, await polygraph.token('ingest'))
    started.push(played)
    const browser = await openBrowser()
    started.push({ stop: () => browser.close() })
    const other = await openBrowser()
    started.push({ stop: () => other.close() })
    const first = await until(
      'the printed link',
      () => /http:\/\/\S+\/sign-in\/first\?key=\S+/.exec(polygraph.output())?.[0],
    )
    const ada = await openPage(browser, first)
    await ada.getByRole('heading', { name: 'Welcome, admin.' }).waitFor()
    await until('an address without the key', () => !ada.url().includes('key'))
    await ada.getByLabel('Your name').fill('Ada')
    await ada.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await ada.getByLabel('The same again').fill(PASSWORD)
    await ada.getByRole('button', { name: 'Begin' }).click()
    await live(ada)
    await ada.locator(`tr[data-vip="${VIP}"] [data-owner="lb1"]`).waitFor()
    played.failover()
    await ada.locator('.incident-row[data-open] a').first().click()
    await ada.locator('tr[data-connection-class="idle-phantom"]').first().waitFor()
    return { polygraph, played, ada, other, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
