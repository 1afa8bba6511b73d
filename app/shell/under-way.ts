/** Whether the page is being left: a parameter written to the address meanwhile would call that off. */

/** A navigation that leads nowhere for so long has failed. */
const GIVEN_UP_MS = 15_000

let leaving: { at: number } | null = null

export function setOut(href: string): void {
  const to = new URL(href, window.location.href)
  const isHere = to.pathname === window.location.pathname && to.search === window.location.search
  leaving = isHere ? null : { at: performance.now() }
}

export function arrive(): void {
  leaving = null
}

export const isUnderWay = (): boolean => leaving !== null && performance.now() - leaving.at < GIVEN_UP_MS
