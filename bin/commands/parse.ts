/** `polygraph parse`: a log in, one JSON object a line out. */

import { parseLine } from '#lib/sources/parse-line'
import { endPartials, joinPartials, startPartials } from '#lib/sources/syslog/join-partials'
import {
  endStream,
  isCounted,
  type StreamFrame,
  splitStream,
  startStream,
} from '#lib/sources/syslog/split-stream'
import { openLogFile, openLogStream } from '#server/log-file/open-log'
import {
  compileOptions,
  isLogOption,
  LOG_OPTIONS_HELP,
  type LogOptions,
  NO_LOG_OPTIONS,
  setLogOption,
  splitOptions,
} from './log-options.ts'

export const PARSE_HELP = `Usage: polygraph parse [options] [FILE]

Reads a load balancer's log and prints one JSON object for every line (NDJSON).
Without FILE, or with -, it reads standard input. Streams of octet-counted
frames, as HAProxy sends over TCP, are read as well. gzip and Zstandard are told
by their first bytes; what Docker, Kubernetes and the journal write around a line
is taken off, and lines that they cut in pieces are put together.

${LOG_OPTIONS_HELP}  --help                this text

A line that cannot be read gives {"ok":false,"reason":…,"raw":…}.
`

export type Io = {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
}

type ParseArguments = LogOptions & { file: string | null }

/** Text is written in pieces of about this size. */
const WRITE_SIZE = 65_536

/** Gives the exit code: 0, or 2 where the arguments or the file are wrong. */
export async function run(argv: string[], io: Io): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(PARSE_HELP)
    return 0
  }
  const args = readArguments(argv)
  if (typeof args === 'string') return fail(io, args)
  const source = args.file ?? 'standard input'
  try {
    const opened =
      args.file === null
        ? await openLogStream(io.stdin as AsyncIterable<Uint8Array | string>)
        : await openLogFile(args.file)
    if (!('chunks' in opened)) return fail(io, `cannot read ${source}: ${opened.problem.message}`)
    await printRecords(opened.chunks, args, io.stdout)
    const problem = opened.problem()
    return problem === null ? 0 : fail(io, `${source}: ${problem.message}`)
  } catch (error) {
    const problem = error as NodeJS.ErrnoException
    // The reader went away (`| head`): nothing is wrong.
    if (problem.code === 'EPIPE' || problem.code === 'ERR_STREAM_DESTROYED') return 0
    return fail(io, `cannot read ${source}: ${problem.message}`)
  }
}

async function printRecords(
  input: AsyncIterable<Uint8Array>,
  args: ParseArguments,
  stdout: NodeJS.WritableStream,
): Promise<void> {
  let closed: Error | null = null
  const onError = (error: Error): void => {
    closed = error
  }
  stdout.on('error', onError)
  const nowMs = Date.now()
  let pending = ''
  const write = async (): Promise<void> => {
    if (closed) throw closed
    const more = pending === '' || stdout.write(pending)
    pending = ''
    if (!more) await drained(stdout)
    if (closed) throw closed
  }
  let partials = startPartials()
  const print = async (frames: StreamFrame[]): Promise<void> => {
    const joined = joinPartials(partials, frames)
    partials = joined.state
    await printWhole(joined.frames)
  }
  const printWhole = async (frames: StreamFrame[]): Promise<void> => {
    for (const frame of frames) {
      const record =
        typeof frame === 'string'
          ? parseLine(frame, {
              nowMs,
              dialect: args.dialect,
              logFormat: args.logFormat,
              ...(args.year === undefined ? {} : { year: args.year }),
            })
          : { ok: false as const, ...frame }
      pending += `${JSON.stringify(record)}\n`
      if (pending.length >= WRITE_SIZE) await write()
    }
  }
  try {
    let state: ReturnType<typeof startStream> | null = null
    let head: Buffer = Buffer.alloc(0)
    for await (const piece of input) {
      let bytes = piece
      if (!state) {
        head = Buffer.concat([head, bytes])
        if (head.length < 16 && !head.includes(10)) continue
        state = startStream(isCounted(head.toString('latin1', 0, 16)) ? 'auto' : 'lines')
        bytes = head
      }
      const split = splitStream(state, bytes)
      state = split.state
      await print(split.frames)
      // Live input (`tail -f | polygraph parse`) shows at once.
      await write()
    }
    if (!state) {
      const split = splitStream(startStream('lines'), head)
      state = split.state
      await print(split.frames)
    }
    await print(endStream(state))
    await printWhole(endPartials(partials))
    await write()
  } finally {
    stdout.off('error', onError)
    stdout.on('error', () => {})
  }
}

function drained(stdout: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) stdout.removeListener(event, done)
      resolve()
    }
    for (const event of ['drain', 'error', 'close']) stdout.once(event, done)
  })
}

/** The arguments, or what is wrong with them. */
function readArguments(argv: string[]): ParseArguments | string {
  const args: ParseArguments = { file: null, ...NO_LOG_OPTIONS }
  const rest = splitOptions(argv)
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at]!
    if (isLogOption(arg)) {
      const value = rest[++at]
      if (value === undefined) return `${arg} needs a value; see polygraph parse --help`
      const problem = setLogOption(args, arg, value)
      if (problem !== null) return problem
    } else if (arg.startsWith('-') && arg !== '-' && arg !== '--') {
      return `no such option: ${arg}; see polygraph parse --help`
    } else if (arg !== '-' && arg !== '--') {
      if (args.file !== null) return `one file at a time: ${args.file} and ${arg} were given`
      args.file = arg
    }
  }
  return compileOptions(args) ?? args
}

function fail(io: Io, message: string): number {
  io.stderr.write(`polygraph parse: ${message}\n`)
  return 2
}
