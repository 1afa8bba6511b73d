import fc from 'fast-check'
import { expect, test } from 'vitest'
import { learnPrefix } from '../sources/haproxy/scan/prefix.ts'
import { createRowScanner } from '../sources/haproxy/scan/scan-rows.ts'
import { readLine } from '../sources/parse-line.ts'
import { createPipeline } from './create-pipeline.ts'
import { quietPort } from './quiet-port.ts'

const START = Date.UTC(2026, 10, 22, 8)
const SERVERS = ['web1', 'web2', 'web3', '<NOSRV>']
const MONTH = 'Nov'

type Drawn = {
  atMs: number
  server: string
  client: number
  took: number
  status: number
  end: string
  cookie: string
  retries: string
  captured: string
  tail: string
  framing: 'bsd' | 'rfc5424' | 'priority' | 'iso'
  kind: 'request' | 'session' | 'check' | 'state' | 'noise'
  host: string
}

const two = (value: number) => String(value).padStart(2, '0')

function framed({ framing, atMs, host }: Drawn, message: string): string {
  const date = new Date(atMs)
  const time = date.toISOString().slice(11, 19)
  if (framing === 'bsd') return `<134>${MONTH} ${date.getUTCDate()} ${time} ${host} haproxy[77]: ${message}`
  if (framing === 'rfc5424') return `<134>1 ${date.toISOString()} ${host} haproxy 77 - - ${message}`
  if (framing === 'iso') return `${date.toISOString().slice(0, 23)}+00:00 ${host} haproxy[78]: ${message}`
  return `<134>${message}`
}

function written(of: Drawn): string {
  const { atMs, server, client, took, status, end, cookie, retries, captured, tail, kind } = of
  if (kind === 'noise') return framed(of, 'what somebody typed')
  if (kind === 'state')
    return framed(
      of,
      `Server app/web1 is ${status >= 500 ? 'DOWN' : 'UP'}, reason: Layer7 check passed, code: 200, check duration: 1ms. 2 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`,
    )
  if (kind === 'check')
    return framed(
      of,
      `Health check for server app/web1 failed, reason: Layer4 timeout, check duration: ${took}ms, status: 2/3 UP.`,
    )
  const began = new Date(atMs - took)
  const date = `${two(began.getUTCDate())}/${MONTH}/2026:${began.toISOString().slice(11, 23)}`
  const head = `10.0.${client % 3}.${client % 250}:${1_024 + client} [${date}] fe app/${server} `
  if (kind === 'session')
    return framed(
      of,
      `${head}1/${status < 300 ? 2 : -1}/${took} 512 ${end.slice(0, 2)} 1/1/1/0/${retries} 0/0`,
    )
  const times = end.startsWith('SC') ? '0/1/-1/-1' : `0/0/1/${took}`
  return framed(
    of,
    `${head}${times}/${took} ${status} 512 ${cookie} - ${end} 1/1/1/0/${retries} 0/0 ${captured}"GET /price${tail}`,
  )
}

const drawn = fc.record<Omit<Drawn, 'atMs'>>({
  server: fc.constantFrom(...SERVERS),
  client: fc.nat(2_000),
  took: fc.nat(4_000),
  status: fc.constantFrom(200, 200, 200, 304, 404, 500, 503),
  end: fc.constantFrom('----', '--VN', '--DI', '--VI', 'SC--', 'SH--', 'CD--', 'sQ--', 'KD--', 'DD--'),
  cookie: fc.constantFrom('-', 'SRV=web2', 'SRV=other'),
  retries: fc.constantFrom('0', '0', '2', '+1'),
  captured: fc.constantFrom('', '{v1.2} ', '{a|b} {"etag-7"} '),
  tail: fc.constantFrom(' HTTP/1.1"', ' HTTP/1.1"', ' HTTP/1.1" 0/0/0/0/0 app.example/TLSv1.3/AES', ''),
  framing: fc.constantFrom('bsd', 'rfc5424', 'priority', 'iso'),
  host: fc.constantFrom('lb1', 'lb2'),
  kind: fc.constantFrom('request', 'request', 'request', 'session', 'check', 'state', 'noise'),
})
const log = fc.array(fc.tuple(drawn, fc.nat(400)), { maxLength: 120 }).map((lines) => {
  let atMs = START
  return lines.map(([one, later]) => {
    atMs += later
    return { atMs, text: written({ ...one, atMs }) }
  })
})

type Take = (
  pipeline: ReturnType<typeof createPipeline>,
  atMs: number,
  lines: string[],
  source: string,
) => void

const oneByOne: Take = (pipeline, atMs, lines, source) => {
  for (const text of lines) pipeline.take({ source, loadBalancer: null, kind: 'log', atMs, text })
}
const inBlocks: Take = (pipeline, atMs, lines, source) =>
  pipeline.takeLines({
    ...{ source, loadBalancer: null, atMs, count: lines.length },
    bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  })

/** What there is to see once all of it was taken, each half second of it at once. */
function play(lines: { atMs: number; text: string }[], take: Take, names: string[], sources: number) {
  const events: unknown[] = []
  const told: unknown[] = []
  const read = new Map<string, number>()
  const pipeline = createPipeline(
    quietPort({
      saveEvent: (event) => events.push(event),
      loadBalancers: () => names,
      reject: (source, reason, sample, count) => told.push([source, reason, sample, count]),
      read: (source, _lagMs, count = 1) => read.set(source, (read.get(source) ?? 0) + count),
    }),
  )
  for (let at = 0; at < lines.length; ) {
    const slot = Math.floor(lines[at]!.atMs / 500)
    const block: string[] = []
    for (; at < lines.length && Math.floor(lines[at]!.atMs / 500) === slot; at++) block.push(lines[at]!.text)
    for (let source = 0; source < sources; source++) take(pipeline, (slot + 1) * 500, block, `log${source}`)
    pipeline.watch((slot + 1) * 500)
    pipeline.advance((slot + 1) * 500, [])
  }
  return { world: pipeline.world(), drains: pipeline.drains.kept(START), events, told, read }
}

test.each([
  ['of one load balancer', ['lb1'], 1],
  ['of whoever the line names', [], 1],
  ['of one of two', ['lb1', 'lb2'], 1],
  ['that come by two ways', ['lb1'], 2],
])('lines %s tell the same in blocks as one by one', (_, names, sources) => {
  fc.assert(
    fc.property(log, (lines) => {
      expect(play(lines, inBlocks, names, sources)).toEqual(play(lines, oneByOne, names, sources))
    }),
    { numRuns: 40 },
  )
})

test('of many lines at once every eighth tells which version of a page it was given', () => {
  const lines = Array.from({ length: 800 }, (_, n) => {
    const drawn = { server: `web${1 + (n % 3)}`, client: n, took: 1, status: 200, end: '----', cookie: '-' }
    const rest = {
      retries: '0',
      captured: `{v${1 + (n % 3)}} `,
      tail: ' HTTP/1.1"',
      framing: 'priority',
      host: 'lb1',
    } as const
    return written({ ...drawn, ...rest, kind: 'request', atMs: START })
  })
  const samples = (block: string[]) => {
    const { world } = play(
      block.map((text) => ({ atMs: START, text })),
      inBlocks,
      ['lb1'],
      1,
    )
    const pages = world.loadBalancers.get('lb1')!.pools.get('app')!.traffic!.pages.now
    return [...pages.get('/price')!.servers].map(([name, of]) => [name, of.version, of.samples])
  }
  // The first line was read one by one.
  expect(samples(lines)).toEqual([
    ['web1', 'v1', 34],
    ['web2', 'v2', 34],
    ['web3', 'v3', 33],
  ])
  expect(samples(lines.slice(0, 61)).map(([, , count]) => count)).toEqual([21, 20, 20])
})

test('lines that the scanner is never sure of keep it from none of the others', () => {
  const sure =
    '<134>Nov 22 08:00:00 lb1 haproxy[77]: 10.0.0.9:5 [22/Nov/2026:08:00:00.073] fe app/web1 0/0/1/2/3 200 5 - - ---- 1/1/1/0/0 0/0 "GET / HTTP/1.1"'
  const early = sure.replace('/3 200', '/+3 200')
  const scanner = createRowScanner({ keep: false, readAll: true })
  let [rows, others] = [0, 0]
  const bytes = Buffer.from(
    `${[...Array.from({ length: 300 }, () => early), ...Array.from({ length: 50 }, () => sure)].join('\n')}\n`,
  )
  scanner.take(bytes, START, {
    row: () => rows++,
    other(text) {
      others++
      return learnPrefix(text, readLine(text))
    },
  })
  expect([rows, others]).toEqual([50, 300])
})

test('as many load balancers as there are write to one source', () => {
  const line = (host: number) =>
    `<134>Nov 22 08:00:00 lb${host} haproxy[77]: 10.0.0.9:5 [22/Nov/2026:08:00:00.073] fe app/web1 0/0/1/2/3 200 5 - - ---- 1/1/1/0/0 0/0 "GET / HTTP/1.1"`
  const hosts = Array.from({ length: 300 }, (_, at) => at)
  const scanner = createRowScanner({ keep: false, readAll: true })
  const seen = new Map<string, number>()
  let others = 0
  const take = () =>
    scanner.take(Buffer.from(hosts.map((host) => `${line(host)}\n`).join('')), START, {
      row: ({ host = '' }) => seen.set(host, (seen.get(host) ?? 0) + 1),
      other(text) {
        others++
        return learnPrefix(text, readLine(text))
      },
    })
  for (let round = 0; round < 3; round++) take()
  expect(others).toBe(300)
  expect(seen).toEqual(new Map(hosts.map((host) => [`lb${host}`, 2])))
})
