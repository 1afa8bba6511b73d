/** Access logs of AWS's network load balancers: one line a TLS connection, which names no target. */

import { blankSession } from '../blank-record.ts'
import { splitWords } from '../clf/quoted.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import type { LogAnswer } from '../log-context.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { loadBalancerName, namedFields, numberOrNull } from './read-words.ts'

/** Up to the bytes sent. */
const ESSENTIAL_WORDS = 11

/** In their order from 2020 on; empty for those with a place in the record. */
const NAMES =
  'type,version,,elb,listener,,destination,,tls_handshake_time,received_bytes,,incoming_tls_alert,chosen_cert_arn,chosen_cert_serial,tls_cipher,tls_protocol_version,tls_named_group,domain_name,alpn_fe_protocol,alpn_be_protocol,alpn_client_preference_list,tls_connection_creation_time'.split(
    ',',
  )

/** The destination is the listener or the endpoint that the client called, not the target. */
export function parseNlb(message: string): LogAnswer {
  const split = splitWords(message, 0)
  const words = joinLists(split.words)
  const date = words.length > 3 && words[3]!.startsWith('net/') ? parseIsoDate(words[2]!, 0, {}) : null
  if (!date) return null
  if (words.length < ESSENTIAL_WORDS) return 'line-cut'
  const client = readClient(words[5]!)
  if (!client) return 'bad-client'
  const totalMs = numberOrNull(words[7])
  if (Number.isNaN(totalMs)) return 'bad-timers'
  const record = blankSession('nlb', date.atMs)
  record.datedAtEnd = true
  record.client = client
  record.frontend = loadBalancerName(words[3]!)
  record.tls = true
  record.timers.totalMs = totalMs
  record.bytes = numberOrNull(words[10])
  record.truncated = split.cut
  record.fields = namedFields(NAMES, words)
  return record
}

/** `"h2","http/1.1"` is one word, a list. */
function joinLists(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    if (word.startsWith(',"') && joined.length > 0) joined.push(`${joined.pop()}${word.replaceAll('"', '')}`)
    else joined.push(word)
  }
  return joined
}
