import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedLine } from '../../model/log-record.ts'
import { parseLine } from '../parse-line.ts'
import { parseTraefik } from './parse-traefik.ts'

const lines = (name: string): string[] =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
const read = (name: string): ParsedLine[] => lines(name).map((line) => parseLine(line))
const AT = Date.UTC(2026, 10, 22, 5, 8, 3)

it('reads the Common Log Format with its tail', () => {
  expect(read('access.clf.log')).toMatchObject([
    {
      kind: 'request',
      format: 'traefik-clf',
      atMs: AT,
      client: { ip: '192.168.1.7', port: null },
      frontend: 'shop@docker',
      pool: 'shop@docker',
      server: '172.18.0.4:8080',
      timers: { totalMs: 12, responseMs: null },
      status: 200,
      bytes: 1342,
      method: 'GET',
      uri: '/api/v1/items?page=2',
      httpVersion: 'HTTP/2.0',
      fields: { request_count: '1', http_user_agent: 'curl/8.11.1', remote_user: null },
    },
    { client: { ip: '2001:db8::7' }, server: '[fd00::4]:8080', fields: { remote_user: 'ann' } },
    {
      atMs: Date.UTC(2009, 10, 10, 23),
      status: 123,
      uri: '/foo',
      httpVersion: 'http',
      server: '10.0.0.2',
      timers: { totalMs: 123_000 },
    },
    { status: null, bytes: null, frontend: null, pool: null, server: null },
    { status: 404, pool: null, server: null, timers: { totalMs: 0 } },
    { status: 499, termination: 'CH' },
    {
      status: 502,
      uri: '/"quoted"',
      server: '172.18.0.5:8080',
      fields: { http_user_agent: 'an "odd" agent' },
    },
    { status: 304, pool: 'Host-host1', server: '172.19.0.3:5601' },
  ])
})

it('reads JSON of versions 1 to 3, durations in nanoseconds', () => {
  expect(read('access.json.log')).toMatchObject([
    {
      kind: 'request',
      format: 'traefik-json',
      atMs: AT + 189,
      client: { ip: '192.168.1.7', port: 54321 },
      frontend: 'websecure',
      tls: true,
      pool: 'shop@docker',
      server: '172.18.0.4:8080',
      timers: { responseMs: 3, totalMs: 3 },
      status: 200,
      bytes: 397,
      termination: null,
      retries: 0,
      uri: '/items?page=2',
      httpVersion: 'HTTP/2.0',
      severity: 'info',
      fields: { RouterName: 'shop@docker', OriginStatus: '200', TLSVersion: '1.3', RequestPort: null },
    },
    {
      client: { ip: '2001:db8::7', port: 54322 },
      server: '172.18.0.5:8080',
      retries: 2,
      status: 502,
      termination: null,
    },
    { status: 404, termination: 'PR', pool: null, server: null, timers: { totalMs: 0, responseMs: null } },
    {
      frontend: 'Host-shop-0',
      pool: 'backend-shop',
      server: '10.0.0.2:80',
      retries: 1,
      timers: { totalMs: 52 },
    },
    { client: { ip: '1.2.3.4', port: null }, status: 404, termination: null, atMs: AT + 4_000 },
  ])
})

it('leaves other lines to others, and refuses damaged ones by name', () => {
  const [clf] = lines('access.clf.log')
  const [json] = lines('access.json.log')
  const context = { frameAtMs: null, zoneMinutes: 0 }
  expect(parseTraefik(clf!.replace('12ms', '12'), context)).toBeNull()
  expect(parseTraefik('{"status":200}', context)).toBeNull()
  expect(parseTraefik(json!.slice(0, 600), context)).toBe('json-cut')
  expect(parseTraefik(clf!.replace('22/Nov', '42/Nov'), context)).toBe('bad-date')
})

it('never throws, whatever a line is changed in', () => {
  const seeds = [...lines('access.clf.log'), ...lines('access.json.log')]
  const change = fc.record({ at: fc.nat(900), text: fc.string({ maxLength: 6 }), cut: fc.nat(8) })
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(change, { maxLength: 5 }), (seed, changes) => {
      let line = seed
      for (const { at, text, cut } of changes) line = line.slice(0, at) + text + line.slice(at + cut)
      const parsed = parseLine(line)
      if (!parsed.ok) expect(parsed.reason).toMatch(/^[a-z-]{5,30}$/)
    }),
    { numRuns: 1000 },
  )
})
