import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSessions } from './parse-sessions.ts'

const asked = { source: 'lb1', loadBalancer: 'lb1', worker: null, atMs: 5 }
const captured = readFileSync(new URL('./fixtures/2.6.12/sessions-both-legs.txt', import.meta.url), 'utf8')

test('each client’s connection with the one to its server, as the kernel names them; the CLI’s own is left out', () => {
  const { reading, rejects } = parseSessions(captured, asked)
  expect(rejects).toEqual([])
  const to = { pool: 'h', server: 'w1', remote: '127.0.0.1:39504' }
  expect(reading?.sessions).toEqual([
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
