import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSessions } from './parse-sessions.ts'

const read = (name: string) => readFileSync(new URL(`./fixtures/2.6.12/${name}`, import.meta.url), 'utf8')
const asked = { source: 'lb1', loadBalancer: 'lb1', worker: null, atMs: 5 }
const captured = readFileSync(new URL('./fixtures/2.6.12/sessions-both-legs.txt', import.meta.url), 'utf8')

test('each client’s connection with the one to its server, as the kernel names them; the CLI’s own is left out', () => {
  const { reading, rejects } = parseSessions(captured, asked)
  expect(rejects).toEqual([])
  const to = { pool: 'h', server: 'w1', remote: '127.0.0.1:39504' }
  expect(reading?.sessions).toMatchObject([
    { client: '127.0.0.1:60482', listener: '127.0.0.1:39503', local: '127.0.0.1:51968', ...to },
    {
      client: '127.0.0.1:49242',
      listener: '127.0.0.1:39501',
      pool: 't',
      server: 's1',
      local: '127.0.0.1:51592',
      remote: '127.0.0.1:39502',
    },
    { client: '[::1]:35044', listener: '[::1]:39503', local: '127.0.0.1:51980', ...to },
  ])
})

test('a session without a server yet has no second leg', () => {
  const waiting = captured.replaceAll(/^ {2}server=w1 .*$/gm, '  server=<NONE> (id=-1)')
  expect(parseSessions(waiting, asked).reading?.sessions[0]).toMatchObject({ server: null, remote: null })
})

test('an answer that was refused is a reject', () => {
  expect(parseSessions('Permission denied\n', asked)).toMatchObject({ reading: null, rejects: [{}] })
})

const EIGHT_SECONDS = Date.UTC(2026, 10, 21, 16, 20, 53, 517)

test('since when to the millisecond, and the bytes of both directions', () => {
  const { reading } = parseSessions(read('sessions-eight-seconds-old.txt'), { ...asked, atMs: EIGHT_SECONDS })
  expect(reading?.sessions).toHaveLength(7)
  expect(reading?.sessions[0]).toMatchObject({
    ...{ client: '127.0.0.1:37174', server: 's2', bytesIn: 805, bytesOut: 805, startedErrorMs: 1 },
    startedAtMs: EIGHT_SECONDS - 7_955,
  })
})

test('a HAProxy that dates in another zone began its sessions when it did', () => {
  const text = read('sessions-eight-seconds-old.txt').replaceAll('2026:16:20:', '2026:21:50:')
  const { reading } = parseSessions(text, { ...asked, atMs: EIGHT_SECONDS })
  expect(reading?.sessions[0]?.startedAtMs).toBe(EIGHT_SECONDS - 7_955)
})

test('a clock that is off is not believed: the age is, to its second', () => {
  const text = read('sessions-eight-seconds-old.txt').replaceAll('2026:16:20:', '2026:16:17:')
  const { reading } = parseSessions(text, { ...asked, atMs: EIGHT_SECONDS })
  expect(reading?.sessions[0]).toMatchObject({ startedAtMs: EIGHT_SECONDS - 8_000, startedErrorMs: 1_000 })
})

test('the short form names client, server and age', () => {
  const { reading } = parseSessions(read('sessions-short-form.txt'), { ...asked, atMs: EIGHT_SECONDS })
  expect(reading?.sessions).toHaveLength(7)
  expect(reading?.sessions[6]).toEqual({
    ...{ client: '127.0.0.1:53598', listener: null, pool: 'h', server: 'w1', local: null, remote: null },
    ...{ startedAtMs: EIGHT_SECONDS - 8_000, startedErrorMs: 1_000, bytesIn: null, bytesOut: null },
  })
})
