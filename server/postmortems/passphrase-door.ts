/** A link's passphrase: few tries for each address and each link, then a cookie for this link alone. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import type { AccessOutcome } from '#lib/model/share-link'
import { PASSPHRASE_LONGEST } from '#lib/model/share-link'
import { isPassphrase } from '#lib/store/passphrase'
import type { OpenLink } from '#lib/store/share-links'
import { cameByHttps } from '../sign-in/session-cookie.ts'
import { askPage, type Reply } from './stranger-replies.ts'

/** Wrong tries. */
export const TRIES_OF_ADDRESS = 5
export const ADDRESS_WINDOW_S = 900
export const TRIES_OF_LINK = 50
export const LINK_WINDOW_S = 3_600
const COOKIE = 'shared'
const COOKIE_S = 12 * 3_600
const BODY_LIMIT_BYTES = 4_096

export function createPassphraseDoor(now: () => number) {
  // Of this process: after a restart the passphrase is asked for again.
  const secret = randomBytes(32)
  const byAddress = new RateLimiterMemory({ points: TRIES_OF_ADDRESS, duration: ADDRESS_WINDOW_S })
  const byLink = new RateLimiterMemory({ points: TRIES_OF_LINK, duration: LINK_WINDOW_S })

  const sign = ({ link, passphrase }: OpenLink, untilS: string) =>
    createHmac('sha256', secret).update(`${link.id} ${passphrase} ${untilS}`).digest('base64url')

  return {
    holds(request: IncomingMessage, open: OpenLink): boolean {
      const value = new RegExp(`(?:^|; )${COOKIE}=(\\d{1,12})\\.([\\w-]{43})(?:;|$)`).exec(
        request.headers.cookie ?? '',
      )
      const [, untilS, given] = value ?? []
      if (!untilS || !given || Number(untilS) * 1000 <= now()) return false
      return timingSafeEqual(Buffer.from(given), Buffer.from(sign(open, untilS)))
    },

    async knock(
      request: IncomingMessage,
      open: OpenLink,
      base: string,
    ): Promise<{ outcome: AccessOutcome; reply: Reply }> {
      const text = await readPassphrase(request)
      const { id } = open.link
      const address = `${id} ${request.socket.remoteAddress ?? ''}`
      // Counted before it is looked at: tries at the same moment are tries, too.
      const allowed = await Promise.all([byAddress.consume(address), byLink.consume(id)]).then(
        () => true,
        () => false,
      )
      if (!allowed)
        return { outcome: 'limited', reply: askPage(base, 'Too many tries. Wait a quarter of an hour.', 429) }
      if (text === null || !(await isPassphrase(text, open.passphrase ?? '')))
        return { outcome: 'wrong-passphrase', reply: askPage(base, 'That is not the passphrase.', 403) }
      await Promise.all([byAddress.reward(address), byLink.reward(id)])
      const untilS = String(Math.floor(now() / 1000) + COOKIE_S)
      const secure = cameByHttps(request)
      const cookie = `${COOKIE}=${untilS}.${sign(open, untilS)}; Path=${base}; Max-Age=${COOKIE_S}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
      const headers = { location: base, 'set-cookie': cookie }
      return { outcome: 'shown', reply: { status: 303, type: 'text/plain', body: '', headers } }
    },
  }
}

/** Null where the form is too large, or has none. */
async function readPassphrase(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > BODY_LIMIT_BYTES) return null
    parts.push(part as Buffer)
  }
  const text = new URLSearchParams(Buffer.concat(parts).toString('utf8')).get('passphrase')
  return text !== null && text.length <= PASSPHRASE_LONGEST ? text : null
}
