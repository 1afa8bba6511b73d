/** Every value of a document that its rules hide: by its place, by its form, and the author's own words. */

import type { Subject } from '../model/finding.ts'
import type { RedactionRules } from '../model/share-link.ts'
import { findAddresses } from './find-addresses.ts'
import { findPrivate } from './find-private.ts'
import type { SharedDocument } from './shared-document.ts'

/** In order of precedence, where one text is several things. */
export const SECRET_CLASSES: readonly SecretClass[] = [
  ...(['word', 'user', 'host', 'pool', 'server', 'address', 'mac', 'header', 'uri'] as const),
  ...(['event', 'finding', 'incident'] as const),
]
export type SecretClass =
  | 'word'
  | 'user'
  | 'host'
  | 'pool'
  | 'server'
  | 'address'
  | 'mac'
  | 'header'
  | 'uri'
  | 'event'
  | 'finding'
  | 'incident'

/** `canonical`: texts that mean the same thing share it, and with it their pseudonym. */
export type Secret = { raw: string; canonical: string; kind: SecretClass }

/** A part of somebody's name, where it is written as one. */
const NAME_PART = /^\p{Lu}[\p{L}'-]{2,}$/u

export function wantedClasses(rules: RedactionRules): Set<SecretClass> {
  const wanted = new Set<SecretClass>()
  if (rules.addresses) wanted.add('address').add('mac')
  if (rules.hosts) wanted.add('host')
  if (rules.pools) wanted.add('pool')
  if (rules.servers) wanted.add('server')
  if (rules.users) wanted.add('user')
  if (rules.uris) wanted.add('uri')
  if (rules.headers) wanted.add('header')
  if (rules.words.some((word) => word.trim() !== '')) wanted.add('word')
  // Ids may be made of names.
  if (wanted.size) wanted.add('event').add('finding').add('incident')
  return wanted
}

/** `texts`: every string of the document, keys too. */
export function findSecrets(
  document: SharedDocument,
  texts: Iterable<string>,
  rules: RedactionRules,
): Secret[] {
  const wanted = wantedClasses(rules)
  const secrets: Secret[] = []
  const add = (kind: SecretClass, raw: string | null | undefined, canonical = raw?.trim().toLowerCase()) => {
    const text = raw?.trim()
    if (text && canonical && wanted.has(kind)) secrets.push({ raw: text, canonical, kind })
  }
  for (const word of rules.words) add('word', word)
  addNames(document, add)
  for (const text of texts) {
    if (rules.addresses) for (const { raw, canonical, kind } of findAddresses(text)) add(kind, raw, canonical)
    for (const { raw, kind } of findPrivate(text, wanted)) add(kind, raw)
  }
  return secrets
}

type Add = (kind: SecretClass, raw: string | null | undefined) => void

function addNames({ fields, evidence }: SharedDocument, add: Add): void {
  const { incidents, events, pools, networks, versions, names, annotations, sources } = evidence
  for (const { owner } of fields.actions) {
    add('user', owner)
    for (const part of owner.split(/[\s.,]+/)) if (NAME_PART.test(part)) add('user', part)
  }
  for (const { by } of annotations) add('user', by)
  for (const name of names.hosts) add('host', name)
  for (const name of names.pools) add('pool', name)
  for (const name of names.servers) add('server', name)
  for (const { name } of [...versions.loadBalancers, ...versions.hosts]) add('host', name)
  for (const { loadBalancer } of sources) add('host', loadBalancer)
  for (const { pool } of pools) addSubject({ type: 'pool', id: pool }, add)
  for (const { seconds } of networks)
    for (const { owners } of seconds) for (const owner of owners) add('host', owner)
  for (const event of events) {
    add('event', event.id)
    add('host', event.loadBalancer)
    add('host', event.host)
    add('pool', event.pool)
    add('server', event.server)
  }
  for (const incident of incidents) {
    add('incident', incident.id)
    for (const cause of [incident.rootCause, ...incident.otherCauses]) addSubject(cause.subject, add)
    for (const subject of incident.subjects) addSubject(subject, add)
    for (const finding of incident.findings) {
      add('finding', finding.id)
      for (const subject of finding.subjects) addSubject(subject, add)
      for (const { witness, subject } of [...finding.evidence, ...finding.against]) {
        add('host', witness)
        addSubject(subject, add)
      }
      for (const { host, peer, otherLeg } of finding.connections) {
        add('host', host)
        add('host', peer?.host)
        add('host', otherLeg?.loadBalancer)
        add('pool', otherLeg?.pool)
        add('server', otherLeg?.server)
      }
      for (const { page, a, b } of finding.differences ?? []) {
        add('uri', page)
        add('server', a.server)
        add('server', b.server)
      }
    }
  }
}

/** `lb1/app/web1` names three things. */
function addSubject({ type, id }: Subject, add: Add): void {
  const [first, second, ...rest] = id.split('/')
  if (type === 'host' || type === 'load-balancer' || type === 'terminal') add('host', first)
  if (type !== 'pool' && type !== 'server') return
  add('host', first)
  add('pool', second)
  if (type === 'server') add('server', rest.join('/'))
}
