/** The document's own vocabulary: keys and words of its format, which a pool's name may happen to equal. */

import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import { FINDING_KINDS } from '../model/finding.ts'
import { ACTION_STATES } from '../model/postmortem.ts'
import { EVIDENCE_FORMAT } from './frozen-evidence.ts'
import { DOCUMENT_FORMAT } from './shared-document.ts'

/** Under these every key is data. */
const RECORDS = new Set(['facts', 'thresholds', 'rejects', 'losses'])
const KEY = /^[a-zA-Z]{1,40}$/
const WORD_KEYS = new Set([
  ...['kind', 'type', 'channel', 'side', 'severity', 'class', 'when', 'state', 'from', 'to', 'format'],
])
const WORDS = new Set<string>([
  ...FINDING_KINDS,
  ...CLAIM_KINDS,
  ...ACTION_STATES,
  ...[EVIDENCE_FORMAT, DOCUMENT_FORMAT, 'pool', 'network', 'info', 'warning', 'critical'],
  ...['now', 'next-time', 'vip', 'host', 'connection', 'terminal', 'load-balancer', 'server', 'process'],
  ...['source', 'address', 'neighbour', 'link', 'route', 'tcp', 'vrrp', 'claim', 'traffic', 'client'],
  ...['owner', 'former-owner', 'beside', 'idle-phantom', 'blackhole', 'path-broken', 'orphan', 'fin-lost'],
  ...['unserved', 'server-state', 'health-check', 'server-weight', 'server-address', 'server-added'],
  ...['server-removed', 'pool-state', 'proxy-state', 'process-started', 'process-stopping', 'verdict'],
  ...['host-address', 'host-neighbour', 'host-link', 'host-route', 'host-process', 'host-vrrp'],
  ...['host-agent', 'finding', 'source-lost', 'source-recovered', 'haproxy-socket', 'haproxy-http'],
  ...['syslog', 'file', 'events-ring', 'ingest', 'agent', 'probe', 'replay', 'connecting', 'live'],
  ...['waiting', 'lost', 'ended', 'started', 'silent', 'lying', 'agrees', 'unproven', 'no-traffic'],
])

/** A key of the format, in an object whose own key is `parent`. */
export const isFormatKey = (key: string, parent: string): boolean => !RECORDS.has(parent) && KEY.test(key)

/** A word of the format in its place. */
export const isFormatWord = (key: string, value: string): boolean => WORD_KEYS.has(key) && WORDS.has(value)

/** In one text, so that one look is enough. */
const ALL_WORDS = [...WORDS].join('\n')

/** True where some word of the format contains the text: it can then only be told apart as a whole word. */
export const isInFormat = (text: string): boolean => ALL_WORDS.includes(text.toLowerCase())
