/** `polygraph parse`: a log in, one JSON object a line out. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { compileLogFormat, type LogFormat } from '#lib/sources/haproxy/log/compile-log-format'
import { parseLine } from '#lib/sources/parse-line'
import { endStream, type StreamFrame, splitStream, startStream } from '#lib/sources/syslog/split-stream'

export const PARSE_HELP = `Usage: polygraph parse [options] [FILE]

Reads a load balancer's log and prints one JSON object for every line (NDJSON).
Without FILE, or with -, it reads standard input. Streams of octet-counted
frames, as HAProxy sends over TCP, are read as well.

  --format FORMAT       auto (default) or haproxy
  --log-format STRING   the log-format of your HAProxy configuration, as written there
  --year Y              year of dates that carry none (default: the one nearest to today)
  --help                this text

A line that cannot be read gives {"ok":false,"reason":…,"raw":…}.
`

export type Io = {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
}

type ParseArguments = { file: string | null; year: number | undefined; logFormat: LogFormat | null }

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
  if (args.file !== null) {
    const found = await stat(args.file).catch((error: NodeJS.ErrnoException) => error)
    if (found instanceof Error) return fail(io, `cannot read ${args.file}: ${inWords(found)}`)
    if (found.isDirectory()) return fail(io, `cannot read ${args.file}: it is a folder`)
  }
  const input = args.file === null ? io.stdin : createReadStream(args.file)
  try {
    await printRecords(input as AsyncIterable<Uint8Array | string>, args, io.stdout)
    return 0
  } catch (error) {
    const problem = error as NodeJS.ErrnoException
    // The reader went away (`| head`): nothing is wrong.
    if (problem.code === 'EPIPE' || problem.code === 'ERR_STREAM_DESTROYED') return 0
    return fail(io, `cannot read ${args.file ?? 'standard input'}: ${inWords(problem)}`)
  }
}

async function printRecords(
  input: AsyncIterable<Uint8Array | string>,
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
  const print = async (frames: StreamFrame[]): Promise<void> => {
    for (const frame of frames) {
      const record =
        typeof frame === 'string'
          ? parseLine(frame, {
              nowMs,
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
      let bytes: Uint8Array = typeof piece === 'string' ? Buffer.from(piece) : piece
      if (!state) {
        head = Buffer.concat([head, bytes])
        if (head.length < 16 && !head.includes(10)) continue
        state = startStream(isCounted(head) ? 'auto' : 'lines')
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
    await write()
  } finally {
    stdout.off('error', onError)
    stdout.on('error', () => {})
  }
}

/** A count, a space and a priority at the very start: frames over TCP, not lines. */
function isCounted(head: Buffer): boolean {
  return /^[1-9]\d{0,5} <\d{1,3}>/.test(head.toString('latin1', 0, 16))
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
  const args: ParseArguments = { file: null, year: undefined, logFormat: null }
  const rest = argv.flatMap((arg) => {
    const option = /^(--[a-z-]+)=([\s\S]*)$/.exec(arg)
    return option ? [option[1]!, option[2]!] : [arg]
  })
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at]!
    if (arg === '--format' || arg === '--log-format' || arg === '--year') {
      const value = rest[++at]
      if (value === undefined) return `${arg} needs a value; see polygraph parse --help`
      const problem = setOption(args, arg, value)
      if (problem !== null) return problem
    } else if (arg.startsWith('-') && arg !== '-' && arg !== '--') {
      return `no such option: ${arg}; see polygraph parse --help`
    } else if (arg !== '-' && arg !== '--') {
      if (args.file !== null) return `one file at a time: ${args.file} and ${arg} were given`
      args.file = arg
    }
  }
  return args
}

function setOption(args: ParseArguments, option: string, value: string): string | null {
  if (option === '--year') {
    if (!/^(19[7-9]\d|2\d{3})$/.test(value)) return `--year takes a year such as 2026, not ${value}`
    args.year = Number(value)
  } else if (option === '--log-format') {
    const compiled = compileLogFormat(value)
    if (!compiled.ok) return `--log-format: ${compiled.error.message}`
    args.logFormat = compiled
  } else if (['nginx', 'envoy', 'alb'].includes(value)) {
    return `--format ${value} is not read yet; it comes in a later version. Today: auto, haproxy`
  } else if (value !== 'auto' && value !== 'haproxy') {
    return `--format takes auto, haproxy, nginx, envoy or alb, not ${value}`
  }
  return null
}

function fail(io: Io, message: string): number {
  io.stderr.write(`polygraph parse: ${message}\n`)
  return 2
}

function inWords(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file'
  if (error.code === 'EACCES') return 'permission denied'
  return error.message
}
