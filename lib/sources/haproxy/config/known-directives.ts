/** Directives that are read, and those that are known to say nothing of checks, timeouts or persistence; all others are counted. */

import type { Directive, Section } from './read-sections.ts'

/** Read wherever a proxy says them. */
const READ = new Set([
  ...['mode', 'balance', 'cookie', 'retries', 'retry-on', 'fullconn', 'default-server', 'server', 'bind'],
  ...['server-template', 'stick-table', 'http-check', 'tcp-check', 'load-server-state-from-file', 'persist'],
  ...['email-alert', 'default_backend', 'use_backend', 'external-check', 'clitcpka-cnt', 'clitcpka-idle'],
  ...['clitcpka-intvl', 'srvtcpka-cnt', 'srvtcpka-idle', 'srvtcpka-intvl', 'appsession'],
])

const READ_OPTIONS = new Set([
  ...[
    'httpchk',
    'tcp-check',
    'mysql-check',
    'pgsql-check',
    'redis-check',
    'ldap-check',
    'smtpchk',
    'spop-check',
  ],
  ...[
    'ssl-hello-chk',
    'external-check',
    'redispatch',
    'persist',
    'allbackups',
    'tcpka',
    'clitcpka',
    'srvtcpka',
  ],
  ...['log-health-checks'],
])

const READ_TIMEOUTS = new Set([
  ...['check', 'connect', 'server', 'client', 'queue', 'tunnel', 'http-request', 'http-keep-alive'],
  ...['client-fin', 'server-fin'],
])

const READ_GLOBAL = new Set(['hard-stop-after', 'grace', 'spread-checks', 'max-spread-checks'])

/** The name a directive is counted under when it is not read; null where it is. */
export function unreadName(section: Section, { words }: Directive): string | null {
  const [first = '', second = ''] = words
  if (section.kind === 'other') return null
  if (section.kind === 'global') return READ_GLOBAL.has(first) ? null : first
  if (first === 'no' || first === 'default') {
    const option = words[2] ?? ''
    return second === 'option' && READ_OPTIONS.has(option) ? null : `${second} ${option}`.trim()
  }
  if (first === 'option') return READ_OPTIONS.has(second) ? null : `option ${second}`
  if (first === 'timeout') return READ_TIMEOUTS.has(second) ? null : `timeout ${second}`
  if (first === 'stick') return ['on', 'match', 'store-request'].includes(second) ? null : `stick ${second}`
  return READ.has(first) ? null : first
}
