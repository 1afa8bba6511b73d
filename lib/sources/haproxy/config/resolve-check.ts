/** What a pool's kind of check asks, and what its passing proves. */

import type { CheckKind, Setting } from '../../../model/check-settings.ts'
import type { Inherited } from './inherit.ts'
import type { Directive } from './read-sections.ts'
import { byDefault, saidAt } from './said.ts'

const CHECK_OPTIONS = new Set([
  ...['httpchk', 'tcp-check', 'mysql-check', 'pgsql-check', 'redis-check', 'ldap-check', 'smtpchk'],
  ...['spop-check', 'ssl-hello-chk', 'external-check'],
])

const PROVES: Record<string, string> = {
  'mysql-check': 'the MySQL server greets',
  'pgsql-check': 'the PostgreSQL server asks for a login',
  'redis-check': 'Redis answers PING',
  'ldap-check': 'the LDAP server accepts an anonymous bind',
  smtpchk: 'the mail server greets and answers HELO',
  'spop-check': 'the SPOE agent answers its handshake',
  'ssl-hello-chk': 'the port answers an SSLv3 hello',
}

export type PoolCheck = {
  option: Setting<string | null>
  request: Setting<{ method: string; path: string } | null>
  kind: Exclude<CheckKind, 'none' | 'agent' | 'tracked'>
  proves: string
  waitsForAnswer: boolean
  /** A TLS handshake is part of the check's own steps. */
  tls: boolean
}

export function resolveCheck(proxy: Inherited): PoolCheck {
  const option = checkOption(proxy.all)
  const bare: PoolCheck = {
    option,
    request: byDefault(null),
    kind: 'l4',
    proves: 'the port accepts',
    waitsForAnswer: false,
    tls: false,
  }
  const name = option.value
  if (name === null) return bare
  if (name === 'httpchk') return { ...bare, ...httpCheck(proxy) }
  if (name === 'tcp-check') return { ...bare, ...tcpCheck(rulesOf(proxy, 'tcp-check')) }
  if (name === 'external-check')
    return { ...bare, kind: 'external', proves: 'an external program says so', waitsForAnswer: true }
  return {
    ...bare,
    kind: name === 'ssl-hello-chk' ? 'l6' : 'l7',
    proves: PROVES[name] ?? name,
    waitsForAnswer: true,
  }
}

function checkOption(directives: readonly Directive[]): Setting<string | null> {
  const option = byDefault<string | null>(null)
  return directives.reduce((said, at) => {
    const [first, second = '', third = ''] = at.words
    if (first === 'option' && CHECK_OPTIONS.has(second)) return saidAt(at, second)
    if (first === 'no' && second === 'option' && third === said.value) return saidAt(at, null)
    return said
  }, option)
}

/** A section's own rules replace those of its defaults. */
function rulesOf(proxy: Inherited, keyword: string): Directive[] {
  const rules = (from: readonly Directive[]) => from.filter((one) => one.words[0] === keyword)
  const own = rules(proxy.own)
  return own.length > 0 ? own : rules(proxy.inherited)
}

function httpCheck(proxy: Inherited): Omit<PoolCheck, 'option'> {
  const rules = rulesOf(proxy, 'http-check')
  const option = proxy.all.findLast((one) => one.words[0] === 'option' && one.words[1] === 'httpchk')!
  const [, , first, second] = option.words
  let at = option
  let method = second === undefined ? 'OPTIONS' : (first ?? 'OPTIONS')
  let path = second ?? first ?? '/'
  for (const rule of rules.filter((one) => one.words[1] === 'send')) {
    const value = (key: string): string | undefined => {
      const index = rule.words.indexOf(key, 2)
      return index > 0 ? rule.words[index + 1] : undefined
    }
    method = value('meth') ?? method
    path = value('uri') ?? value('uri-lf') ?? path
    at = rule
  }
  const expected = rules.filter((one) => one.words[1] === 'expect').map(expectation)
  const answers = expected.length > 0 ? expected.join(' and ') : '2xx or 3xx'
  return {
    request: saidAt(at, { method, path }),
    kind: 'l7',
    proves: `${method} ${path} answers ${answers}`,
    waitsForAnswer: true,
    tls: rules.some((one) => one.words[1] === 'connect' && one.words.includes('ssl')),
  }
}

const EXPECT_OPTIONS = new Set([
  ...[
    'min-recv',
    'comment',
    'ok-status',
    'error-status',
    'tout-status',
    'on-success',
    'on-error',
    'status-code',
  ],
])

/** `status 200`, `not string "maintenance"`. */
function expectation(rule: Directive): string {
  const words = rule.words.slice(2)
  while (EXPECT_OPTIONS.has(words[0] ?? '')) words.splice(0, 2)
  // `! string x` and `!string x` are the same.
  const not = words[0]?.startsWith('!') ? 'not ' : ''
  if (words[0] === '!') words.shift()
  const [match = '', ...pattern] = words.map((word, index) => (index === 0 ? word.replace(/^!/, '') : word))
  const text = pattern.join(' ')
  if (match === 'status' || match === 'rstatus') return `${not}${text}`
  return `${not}${match} ${JSON.stringify(text)}`
}

function tcpCheck(rules: Directive[]): Omit<PoolCheck, 'option' | 'request'> {
  const step = (name: string) => rules.filter((one) => one.words[1] === name)
  const tls = step('connect').some((one) => one.words.includes('ssl'))
  const expected = step('expect')
  if (expected.length > 0) {
    const says = expected.map(expectation).join(', then ')
    return { kind: 'l7', proves: `the server says ${says}`, waitsForAnswer: true, tls }
  }
  const sends = rules.some((one) => one.words[1]?.startsWith('send'))
  const accepts = tls ? 'TLS handshake' : 'the port accepts'
  const proves = sends ? `${accepts}, and takes what is sent (no answer is awaited)` : accepts
  return { kind: tls ? 'l6' : 'l4', proves, waitsForAnswer: tls, tls }
}
