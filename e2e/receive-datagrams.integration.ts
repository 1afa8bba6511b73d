/** Datagrams over the real kernel: what is one message stays one, a port that is taken is waited for, and a busy dashboard loses none. */

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { until } from '#lab/haproxy/until'
import type { LogLines, RawInput } from '#lib/model/raw-input'
import type { Collector } from '#server/collectors/collector'
import { receiveSyslogUdp } from '#server/collectors/syslog-udp'
import { createSourceDesk } from '#server/source-desk'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function receive() {
  const port = await freePort()
  const desk = createSourceDesk(() => Date.now())
  const [lines, texts]: [string[], string[]] = [[], []]
  const intake = {
    offerLines(block: LogLines) {
      const words = Buffer.from(block.bytes).toString().split('\n').slice(0, -1)
      expect(words).toHaveLength(block.count)
      lines.push(...words)
      return true
    },
    offer: (raw: RawInput) => texts.push(raw.text) > 0,
  }
  const start = (): Collector => {
    const given = { intake, desk, now: () => Date.now() } as never
    const collector = receiveSyslogUdp(
      { via: 'udp', host: '127.0.0.1', port, loadBalancer: 'lb1' } as never,
      'syslog',
      given,
    )
    stops.push(() => collector.stop())
    return collector
  }
  const sender = createSocket('udp4')
  stops.push(() => sender.close())
  sender.connect(port, '127.0.0.1')
  await once(sender, 'connect')
  return { port, desk, lines, texts, start, sender }
}

const send = (sender: Socket, text: string) =>
  new Promise<void>((resolve, reject) => sender.send(text, (error) => (error ? reject(error) : resolve())))
const isState = (desk: ReturnType<typeof createSourceDesk>, state: string) => () =>
  desk.get('syslog')?.state === state

test('a message is one line, however it ends; one that holds several is one message', async () => {
  const { desk, lines, texts, start, sender } = await receive()
  start()
  await until('the port', isState(desk, 'waiting'))
  for (const text of ['plain', 'newline\n', 'both\r\n', 'zero\0', 'é', 'two\nlines\n', 'last'])
    await send(sender, text)
  await until('all of them', () => lines.length === 6 && texts.length === 1)
  expect(lines).toEqual(['plain', 'newline', 'both', 'zero', 'é', 'last'])
  expect(texts).toEqual(['two\nlines'])
})

test('a message that fills a block is not kept back by it', async () => {
  const { desk, lines, start, sender } = await receive()
  start()
  await until('the port', isState(desk, 'waiting'))
  const long = 'x'.repeat(60_000)
  for (let n = 0; n < 3; n++) await send(sender, `${n}${long}`)
  await until('all three', () => lines.length === 3)
  expect(lines.map((line) => [line[0], line.length])).toEqual([
    ['0', 60_001],
    ['1', 60_001],
    ['2', 60_001],
  ])
})

test('a port that another program has is told of, and taken once it is free', async () => {
  const { port, desk, lines, start, sender } = await receive()
  const other = createSocket('udp4')
  other.bind(port, '127.0.0.1')
  await once(other, 'listening')
  start()
  await until('the refusal', isState(desk, 'lost'))
  expect(desk.get('syslog')?.lastError).toBe(`port ${port} is taken by another program`)
  other.close()
  await until('the port', isState(desk, 'waiting'), { timeoutMs: 10_000 })
  await send(sender, 'after all')
  await until('the line', () => lines.length === 1)
})

test('once it is stopped its port is free again', async () => {
  const { port, desk, start } = await receive()
  const collector = start()
  await until('the port', isState(desk, 'waiting'))
  await collector.stop()
  const next = createSocket('udp4')
  next.bind(port, '127.0.0.1')
  await once(next, 'listening')
  next.close()
})

test('while the dashboard is busy for a second, what is sent meanwhile is received', async () => {
  const { desk, lines, start, sender } = await receive()
  start()
  await until('the port', isState(desk, 'waiting'))
  await send(sender, 'first')
  await until('it to run', () => lines.length === 1)
  // No more at once than the smallest kernel buffer holds, and in all more than the largest: who is asleep loses some.
  const COUNT = 20_000
  const flood = new SharedArrayBuffer(4)
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(
    `const { workerData: { port, count, flood } } = require('node:worker_threads')
     const socket = require('node:dgram').createSocket('udp4')
     const sent = new Int32Array(flood)
     let n = 0
     socket.connect(port, '127.0.0.1', () => {
       const step = () => {
         for (let i = 0; i < 100 && n < count; i++) socket.send('line ' + n++, () => Atomics.add(sent, 0, 1))
         if (n < count) setTimeout(step, 5)
         else setTimeout(() => socket.close(), 50)
       }
       step()
     })`,
    { eval: true, execArgv: [], workerData: { port: sender.remoteAddress().port, count: COUNT, flood } },
  )
  stops.push(() => worker.terminate())
  await once(worker, 'online')
  const sent = new Int32Array(flood)
  const until1 = performance.now() + 1_000
  while (performance.now() < until1) Atomics.wait(sent, 0, -1, 0)
  expect(Atomics.load(sent, 0)).toBeGreaterThan(COUNT / 4)
  await until('all that was sent', () => lines.length === COUNT + 1, { timeoutMs: 10_000 })
  expect(desk.get('syslog')?.losses).toEqual({})
})
