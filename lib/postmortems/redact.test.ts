/** Nothing that a rule hides is anywhere in the copy, in whatever form it was written; one thing keeps one name. */

import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALL_REDACTED, type RedactionRules } from '../model/share-link.ts'
import { sampleDocument } from './fixtures/sample-document.ts'
import { redact } from './redact.ts'
import type { SharedDocument } from './shared-document.ts'

const NOTHING: RedactionRules = {
  ...{ addresses: false, hosts: false, pools: false, servers: false, users: false, uris: false },
  ...{ headers: false, words: [] },
}
const rankBy = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex')
function redacted(document: SharedDocument, rules: RedactionRules = ALL_REDACTED, key = 'k') {
  const answer = redact(document, rules, rankBy(key))
  if (!answer.ok) throw new Error(`${answer.reason} at ${answer.where}`)
  return answer.document
}
const withSummary = (summary: string, document = sampleDocument()): SharedDocument => ({
  ...document,
  fields: { ...document.fields, summary },
})

describe('a redacted copy', () => {
  it('holds nothing that was hidden, and keeps what tells the story', () => {
    const copy = redacted(sampleDocument())
    const text = JSON.stringify(copy)
    const raw = ['10.0.0.', 'fe80', '52:54', 'lb1', 'lb2', 'client2', 'bastion', 'shop', 'web1', 'web2']
    for (const secret of [...raw, 'carol', 'Ada', 'Lovelace', 's3cr3t', '/health', 'wiki', 'c2FsdC'])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    expect(copy.evidence.incidents[0]?.findings[0]?.kind).toBe('phantom-connections')
    expect(copy.evidence.pools[0]?.seconds.length).toBe(6)
    expect(copy.fields.impact).toMatch(/^6 sessions of psql stood still; user-\w+ saw it on host-\w+\.$/)
    expect(copy.evidenceHash).toBe('ab'.repeat(32))
    expect(copy.redacted).toEqual(['addresses', 'hosts', 'pools', 'servers', 'users', 'uris', 'headers'])
  })

  it('calls one thing the same in a sentence, a key, an id and a subject', () => {
    const document = sampleDocument()
    document.evidence.incidents[0]!.findings[0]!.facts = { 'seen 10.0.0.100 by client2': 2 }
    const copy = redacted(document)
    const finding = copy.evidence.incidents[0]!.findings[0]!
    const [vip, host, server] = finding.subjects.map(({ id }) => id)
    expect(vip).toMatch(/^address-[a-z]$/)
    expect(finding.text).toBe(`6 connections of ${host} to ${vip}:443 look alive and are dead.`)
    expect(Object.keys(finding.facts)).toEqual([`seen ${vip} by ${host}`])
    expect(copy.evidence.networks[0]!.address).toBe(vip)
    expect(copy.evidence.pools[0]!.pool).toBe(server!.split('/').slice(0, 2).join('/'))
    expect(copy.fields.timeline[0]!.eventId).toBe(copy.evidence.events[0]!.id)
    expect(copy.evidence.incidents[0]!.narrative[1]!.findingId).toBe(finding.id)
  })

  it('is the same under one key, and calls things otherwise under another', () => {
    const many = Array.from({ length: 40 }, (_, at) => `192.0.2.${at}`).join(' ')
    const of = (key: string) => redacted(withSummary(many), ALL_REDACTED, key).fields.summary
    expect(of('one')).toBe(of('one'))
    expect(of('one')).not.toBe(of('other'))
  })

  it('knows one IPv6 address in all its spellings, and one that carries IPv4', () => {
    const summary = redacted(
      withSummary('2001:db8::1 2001:DB8:0:0:0:0:0:1 [2001:db8::0001]:443 ::ffff:192.0.2.9 192.0.2.9/32'),
    ).fields.summary
    const [a, b, c, d, e] = summary.split(' ')
    expect([b, c]).toEqual([a, `[${a}]:443`])
    expect(e).toBe(`${d}/32`)
  })

  it('leaves times, versions and kernel settings alone', () => {
    const said = 'At 22:21:05 HAProxy 2.6.12 with net.ipv4.tcp_retries2 = 15 gave 503.'
    expect(redacted(withSummary(said)).fields.summary).toBe(said)
  })

  it('hides header and cookie values, and the author’s own words as parts of others', () => {
    const rules = { ...ALL_REDACTED, words: ['Bluebird'] }
    const said = 'Set-Cookie: SRV=web2; token=zzz\nproject bluebirds, Authorization: Bearer abcdef123'
    const { summary } = redacted(withSummary(said), rules).fields
    expect(summary).toMatch(/^Set-Cookie: value-\w+\nproject word-as, Authorization: value-\w+$/)
  })

  it('hides only what was chosen; with no rule on it is the document itself', () => {
    const document = sampleDocument()
    expect(redacted(document, NOTHING)).toBe(document)
    const copy = redacted(document, { ...NOTHING, addresses: true })
    expect(copy.fields.summary).toBe(document.fields.summary)
    expect(copy.evidence.incidents[0]!.title).toMatch(/^address-\w moved from lb1 to lb2$/)
  })

  it('survives a pool that is called as the format’s own words are', () => {
    const document = sampleDocument()
    document.evidence.names.pools.push('pool', 'server', 'host', 'a', 'kind', 'phantom')
    const copy = redacted(withSummary('the pool of server host a', document))
    expect(copy.fields.summary).not.toMatch(/\b(pool|server|host|a)\b/)
    expect(copy.evidence.events[0]!.kind).toBe('server-state')
    expect(copy.evidence.incidents[0]!.findings[0]!.kind).toBe('phantom-connections')
  })
})

const octet = fc.integer({ min: 1, max: 254 })
const v4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'))
const v6 = fc
  .array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(':'))
const name = fc.stringMatching(/^[a-z]{3,8}-[a-z]{2,6}[0-9]{2,4}$/)
const written = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => encodeURIComponent(text),
  (text) => [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(''),
  (text) => [...text].map((char) => `&#${char.charCodeAt(0)};`).join(''),
  (text) => text.split('').join('\u200b'),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`x${text}y`).toString('base64'),
  (text) => Buffer.from(`xy ${text}`).toString('base64url'),
  (text) => JSON.stringify(text),
)
const around = fc.constantFrom('', ' ', 'x', '.', ':443', '/24', '"', '(', '\n', 'é', '→ ')

/** Every form in which the secret could be read from bytes. */
function formsOf(secret: string): string[] {
  const base64 = ['', ' ', '  '].map((pad) => {
    const code = Buffer.from(pad + secret).toString('base64')
    return code.slice(pad ? 4 : 0, -4)
  })
  return [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ...base64.filter((part) => part.length >= 10),
  ]
}

describe('whatever stands wherever', () => {
  it('no byte of the copy gives it away', () => {
    const place = fc.record({ secret: fc.oneof(v4, v6, name), write: written, before: around, after: around })
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), fc.string(), (places, noise) => {
        const document = sampleDocument()
        const secrets = places.map(({ secret }) => secret)
        document.evidence.names.hosts.push(...secrets.filter((secret) => /[g-z-]/.test(secret)))
        const text = places
          .map(({ secret, write, before, after }) => `${before}${write(secret)}${after}`)
          .join(` ${noise} `)
        document.fields.summary = text
        document.evidence.events[0]!.text = text
        document.evidence.events[0]!.id = text
        document.evidence.incidents[0]!.findings[0]!.facts = { [text]: text }
        const out = JSON.stringify(redacted(document)).toLowerCase()
        for (const secret of secrets)
          for (const form of formsOf(secret)) expect(out).not.toContain(form.toLowerCase())
      }),
      { numRuns: 300 },
    )
  })
})
