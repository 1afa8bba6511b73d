/** What every page must do in every look: fit its width, break no rule of accessibility, make no error. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { mistakes, shoot } from './open-browser.ts'

export type Look = { theme: 'dark' | 'light'; size: { width: number; height: number } }

/** Keeps a picture of it and closes it. */
export async function holdsUp(page: Page, name: string, { theme, size }: Look): Promise<void> {
  await shoot(page, `${name}-${size.width}-${theme}`)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  // As text: a list that differs is printed as its length.
  expect(told.join('\n')).toBe('')
  expect(mistakes.get(page)).toEqual([])
  await page.context().close()
}
