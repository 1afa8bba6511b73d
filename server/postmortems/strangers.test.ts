/** A stranger gets one redacted postmortem by its link, and the same nothing by anything else. */

import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_REDACTED } from '#lib/model/share-link'
import { canonicalJson } from '#lib/postmortems/canonical-json'
import { sampleEvidence, samplePostmortem, T0 } from '#lib/postmortems/fixtures/sample-document'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { loadAccesses } from '#lib/store/link-accesses'
import { openStore } from '#lib/store/open-store'
import { createPostmortem } from '#lib/store/save-postmortem'
import { createShareLink, revokeShareLink } from '#lib/store/share-links'
import { closeStore, type Store } from '#lib/store/store'
import { createPostmortemDesk } from './create-postmortem-desk.ts'
import { TRIES_OF_ADDRESS } from './passphrase-door.ts'
import { createStrangers } from './strangers.ts'

const SECRETS = [
  ...[
    '10.0.0.100',
    '10.0.0.12',
    '10.0.0.21',
    'fe80::a:1',
    '52:54:00:aa:bb:cc',
    'client2',
    'bastion',
    'lb1',
    'lb2',
  ],
  ...['web1', 'web2', 'carol', 'Lovelace', 's3cr3t', 'wiki.example.com', 'c2FsdC1vZi10aGlz', 'e-web1-down'],
]

let store: Store
let server: Server
let port: number
let nowMs = T0
beforeAll(async () => {
  store = await openStore({ dataDir: scratchFolder() })
  const evidence = canonicalJson(sampleEvidence())
  const { fields } = samplePostmortem
  await createPostmortem(store, { id: 'p1', incidentIds: ['i'], fields, by: 'ada', nowMs: T0, evidence })
  const none = { pools: [], loadBalancers: [], hosts: [] }
  const desk = createPostmortemDesk({
    ...{
      store,
      audit: async () => {},
      now: () => nowMs,
      incident: async () => null,
      sources: () => [],
      snapshot: () => none,
    },
  })
  const strangers = createStrangers(desk)
  server = createServer(strangers).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await closeStore(store)
})

async function link(lastsMs = 60_000, passphrase: string | null = null) {
  const made = await createShareLink(store, {
    ...{
      postmortemId: 'p1',
      rules: ALL_REDACTED,
      passphrase,
      expiresAtMs: nowMs + lastsMs,
      by: 'ada',
      nowMs,
    },
  })
  if (!made.ok) throw new Error(made.message)
  return { token: made.token, id: made.link.id }
}

/** A few letters of base64 are found by chance. */
const formsOf = (secret: string) => [
  ...[secret, encodeURIComponent(secret)],
  ...[Buffer.from(secret).toString('base64').slice(0, -4)].filter((code) => code.length >= 8),
]

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }
/** As written: no client tidies the path up. */
function get(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = ask({ port, path, method, headers, host: '127.0.0.1', agent: false }, async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
const dated = ({ date: _, ...headers }: Answer['headers']) => headers

describe('a link', () => {
  it('shows the page with scripts off: words, tables, the strip as a picture', async () => {
    const { token, id } = await link()
    const page = await get(`/p/${token}`)
    const html = page.body.toString()
    expect(page.status).toBe(200)
    expect(html).toMatch(/<h1>Failover of address-\w<\/h1>/)
    expect(html).toMatch(/<svg role="img"[^>]*>.*<path d="M/s)
    expect(html).toContain('Turn keepalive on')
    expect(html).toContain(samplePostmortem.evidenceHash === '' ? '' : 'SHA-256 of the whole evidence')
    expect((await loadAccesses(store, id)).map(({ outcome }) => outcome)).toEqual(['shown'])
  })

  it('keeps to itself: no cache, no index, no referrer, nothing but its own script', async () => {
    const { token } = await link()
    const { headers, body } = await get(`/p/${token}`)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    })
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+';/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(body.toString()).toContain('<meta name="robots" content="noindex')
  })

  it('gives less than 150 kB of script, compressed', async () => {
    const { token } = await link()
    const scripts = [...(await get(`/p/${token}`)).body.toString().matchAll(/<script>([\s\S]*?)<\/script>/g)]
    const size = gzipSync(scripts.map(([, text]) => text).join('')).length
    console.log(`script of the shared page, gzip: ${(size / 1000).toFixed(1)} kB`)
    expect(size).toBeLessThan(150_000)
    expect(size).toBeGreaterThan(10_000)
  })

  it('gives nothing that was hidden in any byte of page, exports or picture', async () => {
    const { token } = await link()
    let searched = 0
    for (const part of ['', '/export.md', '/export.json', '/export.html', '/image.png', '/state']) {
      const answer = await get(`/p/${token}${part}`, { headers: { 'accept-encoding': 'gzip' } })
      expect([200, 204]).toContain(answer.status)
      const bytes = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.body) : answer.body
      searched += bytes.length
      const text = `${bytes.toString('latin1')} ${JSON.stringify(answer.headers)}`.toLowerCase()
      for (const secret of SECRETS)
        for (const form of formsOf(secret))
          expect(text.includes(form.toLowerCase()), `${form} in ${part || 'the page'}`).toBe(false)
    }
    console.log(`bytes searched for ${SECRETS.length} secrets: ${searched}`)
  })
})

describe('everything else', () => {
  it('is the same nothing: misspelt, expired, revoked, tricks of paths', async () => {
    const open = await link()
    const gone = await link()
    await revokeShareLink(store, gone.id, nowMs)
    const short = await link(1_000)
    nowMs += 999
    expect((await get(`/p/${short.token}`)).status).toBe(200)
    nowMs += 1
    const [t, upper] = [open.token, open.token.toUpperCase()]
    const paths = [
      ...[`/p/${short.token}`, `/p/${gone.token}`, `/p/${gone.token}/state`, `/p/${'A'.repeat(43)}`],
      ...[
        '/p',
        '/p/',
        '/p//',
        `/p/${t}/`,
        `/p//${t}`,
        `/p/${t}%20`,
        `/p/%2e%2e/${t}`,
        `/p/../p/${t}`,
        `/p/./${t}`,
      ],
      ...[`/p/${t.slice(0, -1)}`, `/p/${t}A`, `/p/${upper === t ? 'x' : upper}`, `/p/${t}%00`, `/p/${t};a=b`],
      ...[`/p/${t}/links`, `/p/${t}/export`, `/p/${t}/export.exe`, `/p/${t}/../../api/v1/postmortems`],
      ...[`/p/${t}\\state`, `/p/${encodeURIComponent(t[0]!)}%${t.charCodeAt(1).toString(16)}${t.slice(2)}`],
      ...[`/p/${open.id}`, '/p/p1', '/p/:token', '/p/*', "/p/' OR 1=1 --".replaceAll(' ', '%20'), '/p/null'],
    ]
    const [first, ...others] = await Promise.all(paths.map((path) => get(path)))
    expect(first!.status).toBe(404)
    for (const other of others) {
      expect(other.body.equals(first!.body)).toBe(true)
      expect([other.status, dated(other.headers)]).toEqual([404, dated(first!.headers)])
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await get(`/p/${t}`, { method })).body.equals(first!.body)).toBe(true)
    expect((await get(`/p/${t}`)).status).toBe(200)
  })
})

describe('a passphrase', () => {
  const form = (passphrase: string, cookie = '') => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie && { cookie }) },
    body: new URLSearchParams({ passphrase }).toString(),
  })

  it('keeps everything until it is given, and then for this link alone', async () => {
    const { token } = await link(60_000, 'correct horse')
    const other = await link(60_000, 'battery staple')
    const asked = await get(`/p/${token}`)
    expect(asked.body.toString()).toContain('This page has a passphrase')
    expect(asked.body.toString()).not.toMatch(/Failover|og:/)
    for (const part of ['/export.json', '/export.html', '/export.md', '/image.png'])
      expect((await get(`/p/${token}${part}`)).status).toBe(404)
    expect((await get(`/p/${token}`, form('Correct horse'))).status).toBe(403)
    const right = await get(`/p/${token}`, form('correct horse'))
    expect([right.status, right.headers.location]).toEqual([303, `/p/${token}`])
    const set = String(right.headers['set-cookie'])
    expect(set).toMatch(new RegExp(`Path=/p/${token}; Max-Age=43200; HttpOnly; SameSite=Lax`))
    const cookie = set.split(';')[0]!
    expect((await get(`/p/${token}`, { headers: { cookie } })).body.toString()).toContain('Failover of')
    expect((await get(`/p/${other.token}`, { headers: { cookie } })).body.toString()).toContain(
      'has a passphrase',
    )
  })

  it('can be tried a few times, however many try at once; then the right one does not help either', async () => {
    const { token, id } = await link(60_000, 'correct horse')
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, at) => get(`/p/${token}`, form(`wrong ${at}`))),
    )
    expect(tries.filter(({ status }) => status === 403).length).toBe(TRIES_OF_ADDRESS)
    expect(tries.filter(({ status }) => status === 429).length).toBe(40 - TRIES_OF_ADDRESS)
    expect((await get(`/p/${token}`, form('correct horse'))).status).toBe(429)
    expect((await loadAccesses(store, id))[0]?.outcome).toBe('limited')
  })
})
