/** A link's passphrase as scrypt hash, and whether a text is it. */

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const SALT_BYTES = 16
const KEY_BYTES = 32
/** About 32 MiB and 60 ms a try. */
const COST = { N: 32_768, r: 8, p: 1 }
const MEMORY_LIMIT = 128 * 1024 * 1024

function derive(text: string, salt: Buffer, cost: Pick<ScryptOptions, 'N' | 'r' | 'p'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: MEMORY_LIMIT }
    scrypt(text.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

export async function hashPassphrase(text: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(text, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** False for a stored text of another form, too. */
export async function isPassphrase(text: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt, key] = stored.split('$')
  if (kind !== 'scrypt' || !salt || !key) return false
  const wanted = Buffer.from(key, 'base64url')
  const given = await derive(text, Buffer.from(salt, 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
