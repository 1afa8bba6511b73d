import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOf, limitKeyOf } from './address-of.ts'
import { createPasswords, MOST_WAITING } from './passwords.ts'
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts'

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage

test('a password is kept as argon2id, and is right once and wrong otherwise', async () => {
  const passwords = createPasswords()
  const [one, other] = [await passwords.hash('grüße aus köln'), await passwords.hash('grüße aus köln')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
  expect(await passwords.check(one, 'grüße aus köln'.normalize('NFD'))).toBe(true)
  expect(await passwords.check(one, 'grüsse aus köln')).toBe(false)
  expect(await passwords.check('not a hash', 'grüße aus köln')).toBe(false)
  expect(await passwords.check(null, 'nobody has this password')).toBe(false)
})

test('past what may wait, it says so at once; the others are answered', async () => {
  const passwords = createPasswords()
  const stored = await passwords.hash('a password of some length')
  await passwords.check(null, 'x')
  const all = await Promise.all(
    Array.from({ length: MOST_WAITING + 10 }, () => passwords.check(stored, 'a password of some length')),
  )
  expect(all.filter((one) => one === true).length).toBe(MOST_WAITING + 2)
  expect(all.filter((one) => one === null).length).toBe(8)
})

test('a proxy on this machine is believed about its last visitor, nobody else about any', () => {
  const forwarded = { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' }
  expect(addressOf(from('127.0.0.1', forwarded))).toBe('9.9.9.9')
  expect(addressOf(from('::ffff:127.0.0.1', forwarded))).toBe('9.9.9.9')
  expect(addressOf(from('10.0.0.7', forwarded))).toBe('10.0.0.7')
  expect(addressOf(from('::ffff:10.0.0.7'))).toBe('10.0.0.7')
  expect(addressOf(from('127.0.0.1', { 'x-forwarded-for': 'evil' }))).toBe('127.0.0.1')
})

test('an IPv6 neighbourhood is one address', () => {
  expect(limitKeyOf('10.0.0.7')).toBe('10.0.0.7')
  const same = ['2001:db8:1:2::5', '2001:0db8:1:2:ffff:1:2:3', '2001:db8:1:2:0:0:0:0']
  expect(new Set(same.map(limitKeyOf))).toEqual(new Set(['2001:db8:1:2::/64']))
  expect(limitKeyOf('2001:db8:1:3::5')).not.toBe(limitKeyOf('2001:db8:1:2::5'))
  expect(limitKeyOf('::1')).toBe('0:0:0:0::/64')
})

test('the cookie is out of scripts’ reach, of its port, and secure over HTTPS', () => {
  const plain = from('10.0.0.7', {
    host: 'lb.example:3000',
    cookie: 'a=b; polygraph-3000=s1; polygraph-3001=s2',
  })
  expect(readSessionCookie(plain)).toBe('s1')
  expect(writeSessionCookie(plain, 's1', 90_500)).toBe(
    'polygraph-3000=s1; Path=/; HttpOnly; SameSite=Lax; Max-Age=90',
  )
  const https = from('10.0.0.7', { host: 'lb.example', 'x-forwarded-proto': 'https, http' })
  expect(writeSessionCookie(https, null, 90_500)).toBe(
    '__Host-polygraph=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure',
  )
})
