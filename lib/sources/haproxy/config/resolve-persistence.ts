/** What brings a client back to the server it had: a cookie, a stick table, an RDP cookie. */

import type { Persistence, Setting } from '../../../model/check-settings.ts'
import type { Inherited } from './inherit.ts'
import type { Directive } from './read-sections.ts'
import { readTime } from './read-units.ts'
import { byDefault, lastOf, saidAt } from './said.ts'

/** Cookie and table may both be set; HAProxy asks the cookie first. */
export function resolvePersistence(
  { all, own }: Inherited,
  serverHasCookie: boolean,
  tables: ReadonlyMap<string, Directive>,
): Setting<Persistence> {
  const cookie = lastOf(all, 'cookie')
  if (cookie?.words[1] !== undefined) {
    const dynamic = cookie.words.includes('dynamic')
    // Without a value on any server no client is bound.
    if (serverHasCookie || dynamic) return saidAt(cookie, readCookie(cookie.words))
  }
  const stick = own.find((one) => one.words[0] === 'stick' && one.words[1] !== 'store-response')
  if (stick) return saidAt(stick, readStick(stick, lastOf(own, 'stick-table'), tables))
  const rdp = own.find((one) => one.words[0] === 'persist' && one.words[1]?.startsWith('rdp-cookie'))
  return rdp ? saidAt(rdp, { by: 'rdp-cookie' }) : byDefault({ by: 'none' })
}

function readCookie(words: readonly string[]): Persistence {
  const after = (key: string): string | undefined => {
    const index = words.indexOf(key, 2)
    return index > 0 ? words[index + 1] : undefined
  }
  const mode = (['insert', 'rewrite', 'prefix'] as const).find((word) => words.includes(word, 2))
  return {
    by: 'cookie',
    name: words[1]!,
    mode: mode ?? 'passive',
    indirect: words.includes('indirect', 2),
    noCache: words.includes('nocache', 2),
    dynamic: words.includes('dynamic', 2),
    // Bare numbers are seconds here.
    maxIdleMs: readTime(after('maxidle'), 1000),
    maxLifeMs: readTime(after('maxlife'), 1000),
  }
}

function readStick(
  stick: Directive,
  ownTable: Directive | null,
  tables: ReadonlyMap<string, Directive>,
): Persistence {
  const at = stick.words.indexOf('table')
  const named = at > 0 ? stick.words[at + 1] : undefined
  const table = named === undefined ? ownTable : (tables.get(named) ?? null)
  const expire = table?.words.indexOf('expire') ?? -1
  return {
    by: 'stick-table',
    key: stick.words[2] ?? '',
    expireMs: expire > 0 ? readTime(table!.words[expire + 1]) : null,
    peers: table?.words.includes('peers') ?? false,
  }
}
