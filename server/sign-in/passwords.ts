/** Password hashes: argon2id on the thread pool, a few at once, and the same work for a name that nobody has. */

/** Loaded by the first who signs in, not by every start. */
const argon2 = () => import('@node-rs/argon2')

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 40 ms here. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** More at once would hold the pool that files and names are read with. */
const AT_ONCE = 2
/** More than this waiting are told to come back. */
export const MOST_WAITING = 50

export type Passwords = ReturnType<typeof createPasswords>

/** All answer null where too many wait. */
export function createPasswords() {
  let running = 0
  const waiting: (() => void)[] = []
  let nobodys: Promise<string> | null = null

  async function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) return null
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  // One text has one form, whichever keyboard wrote it.
  const make = async (password: string) => (await argon2()).hash(password.normalize('NFC'), ARGON2ID)
  return {
    hash: (password: string): Promise<string | null> => inTurn(() => make(password)),
    /** `stored` is null where nobody has the name: the answer is no, after the same work. */
    async check(stored: string | null, password: string): Promise<boolean | null> {
      nobodys ??= make('nobody has this password')
      const against = stored ?? (await nobodys)
      const { verify } = await argon2()
      const same = await inTurn(() => verify(against, password.normalize('NFC')).catch(() => false))
      return same === null ? null : same && stored !== null
    },
  }
}
