/** A log file that rsyslog writes from a real HAProxy: absent, growing, rotated, truncated; no line is lost. */

import { createSocket, type Socket } from 'node:dgram'
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { until } from '#lab/haproxy/until'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let receiver: Socket
let site: Site
let polygraph: Polygraph
let folder: string
let file: string
/** The daemon's own descriptor: it goes on writing where it was opened until it opens anew. */
let opened: number | null = null
let written = 0
/** Lines that wait for the file to be there. */
let held: string[] | null = []

function write(line: string) {
  if (held) return void held.push(line)
  opened ??= openSync(file, 'a')
  writeSync(opened, `${line}\n`)
  written++
}
function release() {
  const lines = held ?? []
  held = null
  for (const line of lines) write(line)
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'polygraph-log-'))
  file = path.join(folder, 'haproxy.log')
  receiver = createSocket('udp4')
  receiver.on('message', (message) =>
    write(
      message
        .toString()
        .trimEnd()
        .replace(/^<\d+>/, ''),
    ),
  )
  await new Promise<void>((resolve) => receiver.bind(0, '127.0.0.1', resolve))
  const { port } = receiver.address()
  site = await startSite({
    logs: [`127.0.0.1:${port} format rfc3164 local0`],
    global: ['log-send-hostname lb1'],
  })
  polygraph = await startPolygraph(['--log', file])
})
afterAll(async () => {
  await polygraph?.stop()
  await site?.stop()
  receiver?.close()
  rmSync(folder, { recursive: true, force: true })
})

const source = async () => (await polygraph.source('haproxy.log'))!
const more = (lines: number) => {
  const wanted = written + lines
  return until(`${lines} more lines`, () => written >= wanted)
}
const allRead = () =>
  until('every line written', async () => {
    const { readings, rejects } = await source()
    if (readings === written) return true
    throw new Error(`${readings} of ${written} lines read, rejected ${JSON.stringify(rejects)}`)
  })

test('a file that is not there yet is waited for, and said so', async () => {
  const { state, lastError } = await until('the reason', async () => {
    const found = await source()
    return found.lastError && found
  })
  expect(state).toBe('lost')
  expect(lastError).toContain('does not exist yet')
})

test('once it is there it is read from its beginning, and as it grows', async () => {
  release()
  await more(100)
  held = []
  await allRead()
  expect((await source()).rejects).toEqual({})
})

test('renamed away and made anew, as logrotate does: no line is lost or read twice', async () => {
  release()
  await more(50)
  renameSync(file, `${file}.1`)
  closeSync(openSync(file, 'a'))
  // Its writer has not been told yet.
  await more(30)
  const before = opened!
  opened = null
  closeSync(before)
  await more(50)
  held = []
  await allRead()
})

test('copied and truncated: what is written after is read', async () => {
  await allRead()
  copyFileSync(file, `${file}.2`)
  truncateSync(file)
  release()
  await more(50)
  held = []
  await allRead()
  expect((await source()).rejects).toEqual({})
})

test('a change told by the file is an event', async () => {
  release()
  await site.servers.web3!.kill()
  const events = await until('the DOWN', async () => {
    const found = await polygraph.events('kind=server-state&subject=lb1/app/web3')
    return found.length > 0 && found
  })
  expect(events.map(({ to, seenBy }) => ({ to, seenBy }))).toEqual([{ to: 'down', seenBy: ['haproxy.log'] }])
})
