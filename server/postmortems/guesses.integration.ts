/** A hundred thousand guesses open nothing. */

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_REDACTED } from '#lib/model/share-link'
import { samplePostmortem, T0 } from '#lib/postmortems/fixtures/sample-document'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { openStore } from '#lib/store/open-store'
import { createPostmortem } from '#lib/store/save-postmortem'
import { createShareLink, findShareLink } from '#lib/store/share-links'
import { closeStore, type Store } from '#lib/store/store'

const GUESSES = 100_000
const AT_ONCE = 500

let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
})
afterAll(() => closeStore(store))

it('a hundred thousand guesses open none of fifty links', async () => {
  const { fields } = samplePostmortem
  await createPostmortem(store, { id: 'p', incidentIds: [], fields, by: 'a', nowMs: T0, evidence: '{}' })
  const wanted = { postmortemId: 'p', rules: ALL_REDACTED, passphrase: null, by: 'a', nowMs: T0 }
  const tokens: string[] = []
  for (let at = 0; at < 50; at++) {
    const made = await createShareLink(store, { ...wanted, expiresAtMs: T0 + 60_000 })
    if (made.ok) tokens.push(made.token)
  }
  const nearly = tokens.flatMap((token) => [
    ...Array.from(
      { length: 43 },
      (_, at) => `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
    ),
    [...token].reverse().join(''),
  ])
  let found = 0
  for (let at = 0; at < GUESSES; at += AT_ONCE) {
    const some = Array.from(
      { length: AT_ONCE },
      (_, n) => nearly[at + n] ?? randomBytes(32).toString('base64url'),
    )
    const opened = await Promise.all(some.map((guess) => findShareLink(store, guess, T0)))
    found += opened.filter((each) => each !== null).length
  }
  expect(found).toBe(0)
  expect((await findShareLink(store, tokens[0]!, T0))?.link.postmortemId).toBe('p')
}, 300_000)
