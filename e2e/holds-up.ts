/** What every page must do in every look: fit its width, break no rule of accessibility, make no error. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK, mistakes, PHONE, shoot } from './open-browser.ts'

export const THEMES = ['dark', 'light'] as const

/** On a desk and on a phone: keeps a picture of both, and closes it. */
export async function holdsUp(page: Page, name: string, theme: (typeof THEMES)[number]): Promise<void> {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size)
    // Surfaces that follow their size draw in the frame after.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await shoot(page, `${name}-${size.width}-${theme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({ resultTypes: ['violations'] })
      .analyze()
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    // As text: a list that differs is printed as its length.
    expect(told.join('\n')).toBe('')
  }
  expect(mistakes.get(page)).toEqual([])
  await page.context().close()
}
