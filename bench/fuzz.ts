/** A million log inputs and a million statistics, bytes mutated and made by fast-check: no throw, no hang, no reject without a reason. */

import fc from 'fast-check'
import { parseStats } from '#lib/sources/haproxy/stats/parse-stats'
import { parseLine } from '#lib/sources/parse-line'
import { atMost, type Bar, told } from './bars.ts'
import { run as fuzzLog } from './fuzz-log.ts'
import { run as fuzzStats } from './fuzz-stats.ts'

const INPUTS = 1_000_000
/** Of these so many are made by fast-check, which is slower than mutating bytes. */
const GENERATED = 100_000
/** Longer than this for one short input is called a hang. */
const HANG_MS = 100

type Judged = { throws: number; unnamed: number; slowestMs: number; slowest: string }

/** A piece of syntax, a number at a limit, or any text at all: joined they come nearer to the grammar than noise. */
const piece = (syntax: string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...syntax) },
    { weight: 2, arbitrary: fc.maxSafeInteger().map(String) },
    { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  )

const LOG_SYNTAX = [
  ...['<134>', '<', 'Nov 21 09:08:00 ', '1 2026-11-21T09:08:00.123Z h haproxy 1 - - ', 'haproxy[7]: '],
  ...[
    '10.0.0.1:80 ',
    '::1:80 ',
    'unix:1 ',
    '[21/Nov/2026:09:08:00.123] ',
    'fe~ be/s1 ',
    '<NOSRV> ',
    '-1/+2/0 ',
  ],
  ...[
    '200 ',
    '---- ',
    'SC-- ',
    '1/1/1/1/+1 ',
    '0/0 ',
    '{a|b} ',
    '"GET / HTTP/1.1"',
    '"',
    '<BADREQ>',
    '\n',
    '\\',
  ],
  ...[
    'Server be/s1 is DOWN',
    ', reason: ',
    'Health check for server ',
    ' is going DOWN for maintenance',
    '{"a":',
  ],
]
const CSV_SYNTAX = [
  ...[
    '# pxname,svname,status,weight,check_status,type,lastchg,stot,',
    '\n',
    '\r\n',
    ',',
    ',,',
    '"',
    '""',
    'be,s1,',
  ],
  ...[
    'UP',
    'UP 1/3',
    'DOWN (agent)',
    'MAINT (via a/b)',
    'no check',
    '* L7OK',
    '0',
    '2',
    '-1',
    'BACKEND,',
    '-',
  ],
]

function generate(syntax: string[], seed: number, judge: (text: string) => boolean): Judged {
  const judged: Judged = { throws: 0, unnamed: 0, slowestMs: 0, slowest: '' }
  const texts = fc.array(piece(syntax), { maxLength: 40 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const started = performance.now()
      try {
        if (!judge(text)) judged.unnamed++
      } catch {
        judged.throws++
      }
      const tookMs = performance.now() - started
      if (tookMs > judged.slowestMs) Object.assign(judged, { slowestMs: tookMs, slowest: text })
    }),
    { numRuns: GENERATED, seed },
  )
  return judged
}

/** The slowest inputs once more: what was slow twice is the input's own doing, not the machine's. */
function againMs(texts: string[], parse: (text: string) => unknown): number {
  return Math.max(
    ...texts.map((text) => {
      const started = performance.now()
      parse(text)
      return performance.now() - started
    }),
  )
}

function toBars(what: string, judged: Omit<Judged, 'slowest'>, seconds: number, note: string): Bar[] {
  return [
    atMost(`${what}: throws`, judged.throws, 0, 'of 1,000,000', `${seconds.toFixed(0)} s`),
    atMost(`${what}: rejects without a reason`, judged.unnamed, 0, 'inputs'),
    atMost(`${what}: slowest input, read again`, judged.slowestMs, HANG_MS, 'ms'),
    told(`${what}: rejects by reason`, note),
  ]
}

const tally = (rejects: Record<string, number>) =>
  Object.entries(rejects)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')

export async function run(seed = 1): Promise<Bar[]> {
  const bars: Bar[] = []
  let started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const log = fuzzLog(INPUTS - GENERATED, seed)
  const readLog = (text: string) => parseLine(text, { year: 2026 })
  const lines = generate(LOG_SYNTAX, seed, (text) => {
    const parsed = readLog(text)
    return parsed.ok || parsed.reason !== ''
  })
  const ofLog = {
    throws: log.throws + lines.throws,
    unnamed: log.rejectsWithoutReason + lines.unnamed,
    slowestMs: againMs([log.slowestLine, lines.slowest], readLog),
  }
  bars.push(...toBars('log lines', ofLog, seconds(), `${log.accepted} read; ${tally(log.rejects)}`))
  started = performance.now()
  const readStats = (text: string) => parseStats(text, { source: 'fuzz', loadBalancer: 'fuzz', atMs: 0 })
  const stats = fuzzStats(INPUTS - GENERATED, seed)
  const answers = generate(CSV_SYNTAX, seed, (text) => {
    return readStats(text).rejects.every(({ reason }) => reason)
  })
  const ofStats = {
    throws: stats.throws.length + answers.throws,
    unnamed: stats.unnamed + answers.unnamed,
    slowestMs: againMs([stats.slowestText, answers.slowest], readStats),
  }
  bars.push(...toBars('statistics', ofStats, seconds(), tally(stats.rejects)))
  return bars
}
