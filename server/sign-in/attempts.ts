/** How often someone may try to sign in: by address, by name from one address, and by name from anywhere new. */

import type { RateLimiterRes } from 'rate-limiter-flexible'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import { personNameKey } from '#lib/model/person'

const QUARTER_S = 900
/** Failures counted within a window; the window begins with the first and is never made longer by more of them. */
export const ATTEMPT_LIMITS = {
  address: { most: 30, windowS: QUARTER_S, what: 'from this address' },
  'name-from-address': { most: 5, windowS: QUARTER_S, what: 'for this name from this address' },
  // Not counted for addresses a person signed in from before: nobody locks them out from elsewhere.
  name: { most: 50, windowS: 4 * QUARTER_S, what: 'for this name from addresses it never signed in from' },
} as const
export type LimitName = keyof typeof ATTEMPT_LIMITS

export type Attempt =
  | { ok: true }
  | { ok: false; limit: LimitName; waitS: number; first: boolean; message: string }

export type Attempts = ReturnType<typeof createAttempts>

const NAME_KEY_LIMIT = 100

export function createAttempts() {
  const limiters = Object.fromEntries(
    Object.entries(ATTEMPT_LIMITS).map(([name, { most, windowS }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: most, duration: windowS }),
    ]),
  ) as Record<LimitName, RateLimiterMemory>

  async function take(limit: LimitName, key: string): Promise<Attempt> {
    try {
      await limiters[limit].consume(key)
      return { ok: true }
    } catch (refused) {
      const { msBeforeNext, consumedPoints } = refused as RateLimiterRes
      const { most, windowS, what } = ATTEMPT_LIMITS[limit]
      const waitS = Math.max(1, Math.ceil(msBeforeNext / 1000))
      const wait = waitS > 90 ? `${Math.ceil(waitS / 60)} minutes` : `${waitS} seconds`
      const message = `Too many failed attempts ${what}: at most ${most} in ${windowS / 60} minutes. Try again in ${wait}.`
      return { ok: false, limit, waitS, first: consumedPoints === most + 1, message }
    }
  }

  const keys = (name: string, address: string) => {
    const nameKey = personNameKey(name).slice(0, NAME_KEY_LIMIT)
    return { nameKey, both: `${nameKey} ${address}` }
  }

  async function giveBack(name: string, address: string, known: boolean): Promise<void> {
    const { nameKey, both } = keys(name, address)
    await limiters.address.reward(address)
    await limiters['name-from-address'].reward(both)
    if (!known) await limiters.name.reward(nameKey)
  }

  return {
    /** Counted before the password is looked at, so that many at once get no more tries than many in turn. */
    async begin(name: string, address: string, known: boolean): Promise<Attempt> {
      const { nameKey, both } = keys(name, address)
      const byAddress = await take('address', address)
      if (!byAddress.ok) return byAddress
      const byBoth = await take('name-from-address', both)
      if (!byBoth.ok || known) return byBoth
      return take('name', nameKey)
    },
    /** It was not looked at, or was right: what `begin` counted is taken back. */
    giveBack,
    /** It was right: earlier mistakes from there are forgiven, too. */
    async succeeded(name: string, address: string, known: boolean): Promise<void> {
      await giveBack(name, address, known)
      await limiters['name-from-address'].delete(keys(name, address).both)
    },
    /** For a link's key, which cannot be guessed: only the address counts. */
    beginLink: (address: string): Promise<Attempt> => take('address', address),
    giveLinkBack: async (address: string): Promise<void> => {
      await limiters.address.reward(address)
    },
  }
}
