import { expect, test } from 'vitest'
import { type Identity, readIdentity, writeIdentity } from './identity.ts'

const who: Identity = { id: 'p1', name: 'Zoë "ops" 🐟\n', role: 'responder', via: 'session' }

test('an identity passes through a header whole, in ASCII on one line', () => {
  const header = writeIdentity(who)
  expect(header).toMatch(/^[\x20-\x7e]+$/)
  expect(readIdentity(header)).toEqual(who)
  const one = { ...who, sessionId: 's1' }
  expect(readIdentity(writeIdentity(one))).toEqual(one)
})

test('anything else is nobody', () => {
  const almost = [{ role: 'root' }, { via: 'cookie' }, { name: 1 }, { id: undefined }]
  for (const part of almost) expect(readIdentity(JSON.stringify({ ...who, ...part }))).toBeNull()
  for (const text of ['', 'x', 'null', '[]', '1', null, undefined]) expect(readIdentity(text)).toBeNull()
})
