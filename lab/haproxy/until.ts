/** Waits on a condition, never on a sleep: asks again until it holds or the time is up. */

import { setTimeout as wait } from 'node:timers/promises'

type Falsy = false | null | undefined | 0 | ''

export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { timeoutMs = 15_000, everyMs = 20 } = {},
): Promise<Exclude<T, Falsy>> {
  const deadline = Date.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const value = await ask()
      if (value) return value as Exclude<T, Falsy>
      last = value
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline)
      throw new Error(
        `waited ${timeoutMs} ms for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
      )
    await wait(everyMs)
  }
}
