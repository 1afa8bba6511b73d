/** The sender against dashboards that die, forget, refuse, answer late or cut their answer. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createClockOffset } from './clock-offset.ts'
import { hostClocks } from './clocks.ts'
import { createPost } from './post.ts'
import { createSender } from './sender.ts'
import { createSpool } from './spool.ts'

type Line = { seq: number; keptFrom: number; clock: unknown; listens?: string[] }
type Behave = (lines: Line[], response: ServerResponse, request: IncomingMessage) => void
const open: (() => Promise<unknown> | undefined)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function dashboard(port = 0) {
  const taken: number[] = []
  const state = { next: 1, saved: 0, behave: null as Behave | null, requests: 0 }
  const take = (lines: Line[], response: ServerResponse) => {
    for (const { seq, keptFrom } of lines) {
      if (seq !== state.next && !(seq > state.next && seq === keptFrom)) continue
      taken.push(seq)
      state.next = seq + 1
    }
    state.saved = state.next - 1
    acknowledge(response)
  }
  const acknowledge = (response: ServerResponse, rejected: { line: number; reason: string }[] = []) => {
    const hosts = [
      { host: 'h', session: 's', savedSeq: state.saved, nextSeq: state.next, wantsSockets: false },
    ]
    const [receivedAtMs, sentAtMs] = [Date.now(), Date.now()]
    response.end(JSON.stringify({ accepted: 0, rejected, receivedAtMs, sentAtMs, hosts }))
  }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      state.requests++
      const lines = body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line)
      ;(state.behave ?? take)(lines, response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(resolve)
    })
  open.push(close)
  return { state, taken, take, acknowledge, close, port: (server.address() as AddressInfo).port }
}

function agent(port: number) {
  const spool = createSpool()
  const said: string[] = []
  let forgotten = 0
  const sender = createSender({
    host: 'h',
    session: 's',
    spool,
    post: createPost(`http://127.0.0.1:${port}/`, 'token', hostClocks.steadyMs),
    offset: createClockOffset(),
    clocks: hostClocks,
    onForgotten: () => forgotten++,
    onWantsSockets: () => {},
    say: (line) => said.push(line),
  })
  open.push(() => sender.stop(0))
  const add = (count: number) => {
    const from = spool.nextSeq()
    for (let n = 0; n < count; n++) {
      spool.add(
        { atMs: Date.now(), wallMinusSteadyMs: Date.now() - performance.now(), steadyMs: performance.now() },
        {},
      )
      sender.wake()
    }
    return Array.from({ length: count }, (_, n) => from + n)
  }
  return { spool, said, add, forgotten: () => forgotten }
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 })

test('everything comes once and in order', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  const sent = [...here.add(300), ...here.add(5)]
  await eventually(() => expect(there.taken).toEqual(sent))
  await eventually(() => expect(here.spool.size().reports).toBe(0))
})

test('the second request tells the clock', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  const clocks: unknown[] = []
  there.state.behave = (lines, response) => {
    clocks.push(...lines.map((one) => one.clock))
    there.take(lines, response)
  }
  here.add(1)
  await eventually(() => expect(clocks).toEqual([null]))
  here.add(1)
  await eventually(() => expect(clocks[1]).toMatchObject({ errorMs: expect.any(Number) }))
})

test('a dashboard that dies and comes back with what it stored', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  const first = here.add(3)
  await eventually(() => expect(there.taken).toEqual(first))
  await there.close()
  const second = here.add(4)
  await eventually(() => expect(here.said.join()).toContain('can’t be reached'.replace('’', "'")))
  const again = await dashboard(there.port)
  again.state.next = 4
  again.state.saved = 3
  await eventually(() => expect(again.taken).toEqual(second))
  await eventually(() => expect(here.said.at(-1)).toContain('takes the reports again'))
})

test('received and not yet stored: kept, not sent again; lost with the dashboard: sent again', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  there.state.behave = (lines, response) => {
    there.taken.push(...lines.map((one) => one.seq))
    there.state.next = (lines.at(-1)?.seq ?? 0) + 1
    there.acknowledge(response)
  }
  const first = here.add(3)
  await eventually(() => expect(there.taken).toEqual(first))
  const fourth = here.add(1)
  await eventually(() => expect(there.taken).toEqual([...first, ...fourth]))
  expect(here.spool.size().reports).toBe(4)
  await there.close()
  const again = await dashboard(there.port)
  const fifth = here.add(1)
  await eventually(() => expect(again.taken).toEqual([...first, ...fourth, ...fifth]))
})

test('a dashboard that forgot everything is told everything anew', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  here.add(3)
  await eventually(() => expect(here.spool.size().reports).toBe(0))
  there.state.next = 1
  there.state.saved = 0
  there.taken.length = 0
  const [seq] = here.add(1)
  await eventually(() => expect(there.taken).toEqual([seq]))
  expect(here.forgotten()).toBe(0)
  there.state.behave = (_, response) => {
    there.state.next = 1
    there.state.saved = 0
    there.acknowledge(response)
    there.state.behave = null
  }
  here.add(1)
  await eventually(() => expect(here.forgotten()).toBeGreaterThan(0))
})

test('401: said once, kept, and sent when the token is accepted', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  there.state.behave = (_, response) => {
    response.statusCode = 401
    response.end('{}')
  }
  const sent = here.add(2)
  await eventually(() => expect(there.state.requests).toBeGreaterThan(3))
  expect(here.said).toEqual(['The dashboard does not accept the token (401); trying again'])
  there.state.behave = null
  await eventually(() => expect(there.taken).toEqual(sent))
})

test('an answer that is cut in the middle is no answer', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  let cuts = 0
  there.state.behave = (lines, response) => {
    if (++cuts > 2) return there.take(lines, response)
    response.writeHead(200, { 'content-length': '500' })
    response.write('{"accepted":')
    setTimeout(() => response.destroy(), 20)
  }
  const sent = here.add(2)
  await eventually(() => expect(there.taken).toEqual(sent))
  expect(cuts).toBeGreaterThanOrEqual(3)
})

test('a report that is refused again and again does not hold up the others', async () => {
  const there = await dashboard()
  const here = agent(there.port)
  there.state.behave = (lines, response) => {
    if (lines[0]?.seq !== 1) return there.take(lines, response)
    there.acknowledge(response, [{ line: 1, reason: 'bad-host-report' }])
  }
  here.add(3)
  await eventually(() => expect(there.taken).toEqual([2, 3]))
  expect(here.said.join()).toContain('bad-host-report')
})
