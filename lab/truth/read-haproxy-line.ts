/** A line of HAProxy's log → what it says of a server or a pool; null for requests and all else. */

export type HaproxyWord =
  | { what: 'eviction' | 'return' | 'drain-started'; pool: string; server: string }
  | { what: 'pool-empty'; pool: string }

const SERVER = /(?:^|: |Backup )[Ss]erver (\S+?)\/(\S+) (.*)$/
const EMPTY = /backend (\S+) has no server available!/

export function readHaproxyLine(line: string): HaproxyWord | null {
  const empty = EMPTY.exec(line)
  if (empty) return { what: 'pool-empty', pool: empty[1]! }
  const found = SERVER.exec(line.trimEnd())
  if (!found) return null
  const [, pool = '', server = '', text = ''] = found
  if (/^(is going DOWN for maintenance|enters drain state|is stopping|was DOWN and now enters)/.test(text))
    return { what: 'drain-started', pool, server }
  if (/^is DOWN/.test(text)) return { what: 'eviction', pool, server }
  return /^is UP/.test(text) ? { what: 'return', pool, server } : null
}
