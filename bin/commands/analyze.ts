/** `polygraph analyze`: what a log says, on one screen or as JSON. */

import { formatReport } from '#lib/analysis/format-report'
import type { Report } from '#lib/analysis/report'
import { type AnalyzeOptions, analyzeFiles, type Reached, type Source } from '#server/analysis/analyze-files'
import { followFiles } from '#server/analysis/follow-files'
import {
  compileOptions,
  isLogOption,
  LOG_OPTIONS_HELP,
  type LogOptions,
  NO_LOG_OPTIONS,
  setLogOption,
  splitOptions,
} from './log-options.ts'

export const ANALYZE_HELP = `Usage: polygraph analyze [options] FILE…

Reads load balancers' logs of any size, any mixture of formats, gzip and
Zstandard as they are, and reports every pool and server: requests, failures,
times, how requests ended, what was said of servers, the worst minutes, and
stretches without a line. Where it went wrong (all of it, where the log is short)
it is read closely, with every detector: incidents, with their causes. - is
standard input. Memory does not grow with the file.

  --json                the report as one JSON object
  --seconds             with --json: also what each server did in each second
  --from, --to TIME     only what lies between: 2026-11-22T02:14:00Z, or epoch seconds
  --pool NAME           only this pool
  --follow              go on as the logs grow, through rotation: the report anew each second, until Ctrl-C;
                        with --json one object a line. No incidents are looked for: for those, see polygraph start
  --no-incidents        counts alone: nothing is read closely
${LOG_OPTIONS_HELP}  --threads N           threads for a large file (default 2)
  --help                this text

Exit code: 0, or 2 where a file cannot be read.
`

type Io = {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream & { isTTY?: boolean; rows?: number }
  stderr: NodeJS.WritableStream & { isTTY?: boolean }
  noColor: boolean
}

type AnalyzeArguments = LogOptions & {
  files: string[]
  json: boolean
  seconds: boolean
  fromS: number | null
  toS: number | null
  pool: string | null
  threads: number
  incidents: boolean
  follow: boolean
}

const THREADS_MOST = 64
const TOLD_EVERY_MS = 200
const BAR_CHARS = 30
/** To the upper left, and nothing below. */
const CLEAR = '\u001b[H\u001b[2J\u001b[3J'

const PROCESS: Io = {
  ...{ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  noColor: (process.env.NO_COLOR ?? '') !== '',
}

export async function run(argv: string[], io = PROCESS): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(ANALYZE_HELP)
    return 0
  }
  const args = readArguments(argv)
  if (typeof args === 'string') return fail(io, args)
  if (args.files.length === 0) return fail(io, 'which log? See polygraph analyze --help')
  const { files, json, follow, year, logFormat: _, ...rest } = args
  const options: AnalyzeOptions = { ...rest, year: year ?? null, nowMs: Date.now() }
  const sources: Source[] = files.map((file) =>
    file === '-' ? { path: null, input: io.stdin as AsyncIterable<Uint8Array | string> } : { path: file },
  )
  if (follow) return followLogs(io, sources, options, json)
  const bar = createBar(io)
  const { report, problems } = await analyzeFiles(sources, options, bar.show).finally(bar.clear)
  for (const { name, problem } of problems) fail(io, `${name}: ${problem.message}`)
  if (report.files.length === 0) return 2
  const color = io.stdout.isTTY === true && !io.noColor
  io.stdout.write(json ? `${JSON.stringify(report)}\n` : formatReport(report, color))
  return problems.length > 0 ? 2 : 0
}

/** Until it is interrupted; a terminal shows the newest report alone, a pipe of text the last. */
async function followLogs(
  io: Io,
  sources: Source[],
  options: AnalyzeOptions,
  json: boolean,
): Promise<number> {
  const { stdout } = io
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  const color = stdout.isTTY === true && !io.noColor
  let last: Report | null = null
  if (stdout.isTTY && !json) stdout.write(`${CLEAR}Following; nothing was read yet. Ctrl-C ends.\n`)
  const problems = await followFiles(sources, options, {
    signal: end.signal,
    show(report) {
      last = report
      if (json) stdout.write(`${JSON.stringify(report)}\n`)
      else if (stdout.isTTY) stdout.write(CLEAR + screenful(formatReport(report, color), stdout.rows ?? 24))
    },
  })
  for (const { name, problem } of problems) fail(io, `${name}: ${problem.message}`)
  if (last && !json) stdout.write((stdout.isTTY ? CLEAR : '') + formatReport(last, color))
  // Standard input that nobody ends would hold it.
  if (sources.some(({ path }) => path === null)) process.stdin.unref?.()
  return problems.length > 0 ? 2 : 0
}

/** What fits; what stands first is what matters most. */
function screenful(text: string, rows: number): string {
  const lines = text.trimEnd().split('\n')
  const left = lines.length - (rows - 2)
  const end = left > 0 ? `Following; Ctrl-C ends and shows ${left} lines more.` : 'Following; Ctrl-C ends.'
  return `${lines.slice(0, rows - 2).join('\n')}\n${end}`
}

/** On a terminal only. */
function createBar({ stderr }: Io) {
  let toldAtMs = 0
  const startedAtMs = performance.now()
  return {
    show({ readBytes, ofBytes, closely }: Reached): void {
      const nowMs = performance.now()
      if (!stderr.isTTY || nowMs - toldAtMs < TOLD_EVERY_MS) return
      toldAtMs = nowMs
      const mega = (bytes: number) => (bytes / 1_000_000).toFixed(0)
      const rate = `${mega((readBytes / Math.max(1, nowMs - startedAtMs)) * 1_000)} MB/s`
      if (!ofBytes) return void stderr.write(`\r${mega(readBytes)} MB  ${rate}\u001b[K`)
      const done = Math.min(1, readBytes / ofBytes)
      const full = Math.round(done * BAR_CHARS)
      const drawn = `${'█'.repeat(full)}${'░'.repeat(BAR_CHARS - full)}`
      stderr.write(
        `\r${drawn} ${Math.floor(done * 100)} %  ${mega(readBytes)} of ${mega(ofBytes)} MB  ${closely ? 'looking closely' : rate}\u001b[K`,
      )
    },
    clear(): void {
      if (stderr.isTTY) stderr.write('\r\u001b[K')
    },
  }
}

/** The arguments, or what is wrong with them. */
function readArguments(argv: string[]): AnalyzeArguments | string {
  const args: AnalyzeArguments = {
    ...NO_LOG_OPTIONS,
    ...{
      files: [],
      json: false,
      seconds: false,
      fromS: null,
      toS: null,
      pool: null,
      threads: 2,
      incidents: true,
      follow: false,
    },
  }
  const rest = splitOptions(argv)
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at]!
    if (arg === '--json') args.json = true
    else if (arg === '--seconds') args.seconds = true
    else if (arg === '--no-incidents') args.incidents = false
    else if (arg === '--follow') args.follow = true
    else if (isLogOption(arg) || ['--from', '--to', '--pool', '--threads'].includes(arg)) {
      const value = rest[++at]
      if (value === undefined) return `${arg} needs a value; see polygraph analyze --help`
      const problem = isLogOption(arg) ? setLogOption(args, arg, value) : setOption(args, arg, value)
      if (problem !== null) return problem
    } else if (arg.startsWith('-') && arg !== '-' && arg !== '--') {
      return `no such option: ${arg}; see polygraph analyze --help`
    } else if (arg !== '--') args.files.push(arg)
  }
  return compileOptions(args) ?? args
}

function setOption(args: AnalyzeArguments, option: string, value: string): string | null {
  if (option === '--pool') args.pool = value
  else if (option === '--threads') {
    const threads = Number(value)
    if (!Number.isInteger(threads) || threads < 1 || threads > THREADS_MOST)
      return `--threads takes a number from 1 to ${THREADS_MOST}, not ${value}`
    args.threads = threads
  } else {
    const seconds = secondsOf(value)
    if (seconds === null) return `${option} takes a time such as 2026-11-22T02:14:00Z, not ${value}`
    if (option === '--from') args.fromS = seconds
    else args.toS = seconds
  }
  return null
}

/** Without a zone it is UTC, as everywhere in the report. */
function secondsOf(text: string): number | null {
  if (/^\d{9,10}$/.test(text)) return Number(text)
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`
  const atMs = Date.parse(zoned.replace(' ', 'T'))
  return Number.isNaN(atMs) ? null : atMs / 1_000
}

function fail(io: Io, message: string): number {
  io.stderr.write(`polygraph analyze: ${message}\n`)
  return 2
}
