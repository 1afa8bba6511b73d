/** Puts lines together again that Docker (16 KiB) and Kubernetes cut in pieces; state in, state out. */

import { parseObject, textOf } from '../json-values.ts'
import { endOfStreamName, flagOf } from './container-stream.ts'
import type { StreamFrame } from './split-stream.ts'

/** A longer line is dropped, told of once its last part is there. The header counts, and each part a little more. */
export const JOINED_LENGTH_LIMIT = 65_536
/** So that parts with nothing in them cannot go on for ever. */
const PART_COST = 64
/** Lines of Docker without a newline that are waited with, until one shows whether its lines have any. */
export const UNSURE_LIMIT = 8
/** A piece of Docker's is 16 KiB: in characters at least this much. */
const PIECE_LENGTH = 4_096
/** Start of a dropped line that is kept to show. */
const SAMPLE_LENGTH = 200

type Pending = {
  /** Lines as they came, the first one of a dropped line only. */
  readonly lines: readonly string[]
  /** Their messages. */
  readonly parts: readonly string[]
  readonly length: number
  /** It grew over the limit: its parts are thrown away until the last. */
  readonly dropped: boolean
}

export type PartialsState = {
  /** By the container's stream, `stdout` and `stderr` each of both kinds of wrapping. */
  readonly pending: ReadonlyMap<string, Pending>
  /** Docker's lines end with a newline; a collector took them off; not known yet. */
  readonly newlines: 'kept' | 'taken-off' | 'unsure'
  /** Lines that grew over the limit so far. */
  readonly droppedLines: number
}

export function startPartials(): PartialsState {
  return { pending: new Map(), newlines: 'unsure', droppedLines: 0 }
}

/** Frames in; whole ones out, in the order in which they were completed. */
export function joinPartials(
  state: PartialsState,
  frames: readonly StreamFrame[],
): { state: PartialsState; frames: StreamFrame[] } {
  if (
    state.pending.size === 0 &&
    !frames.some((frame) => typeof frame === 'string' && mayBePart(frame, state))
  ) {
    return { state, frames: [...frames] }
  }
  const reading = {
    pending: new Map(state.pending),
    newlines: state.newlines,
    droppedLines: state.droppedLines,
  }
  const out: StreamFrame[] = []
  for (const frame of frames) {
    if (typeof frame !== 'string') out.push(frame)
    else if (frame.charCodeAt(0) === 123) joinDocker(reading, frame, out)
    else joinKubernetes(reading, frame, out)
  }
  return { state: reading, frames: out }
}

/** The end of the stream: what was waited with is given as it came. */
export function endPartials(state: PartialsState): StreamFrame[] {
  return [...state.pending].flatMap(([stream, pending]): StreamFrame[] => {
    if (pending.dropped) return [tooLong(pending)]
    return stream.startsWith('docker') && state.newlines === 'unsure'
      ? [...pending.lines]
      : [whole(stream, pending)]
  })
}

type Reading = { pending: Map<string, Pending>; newlines: PartialsState['newlines']; droppedLines: number }

/** A look at the head: nearly all lines are whole. */
function mayBePart(line: string, { newlines }: PartialsState): boolean {
  const first = line.charCodeAt(0)
  if (first === 123) return isDocker(line) && (newlines === 'unsure' || line.indexOf('\\n","') < 0)
  return (first === 49 || first === 50) && line.charCodeAt(streamFlag(line)) === 80
}

function isDocker(line: string): boolean {
  return line.startsWith('{"log":"')
}

/** Index of Kubernetes' F or P; −1 where the line is none of its. */
function streamFlag(line: string): number {
  const space = line.indexOf(' ')
  return space < 20 || space > 40 || line.charCodeAt(4) !== 45 ? -1 : flagOf(line, space + 1)
}

function joinKubernetes(reading: Reading, line: string, out: StreamFrame[]): void {
  const flag = streamFlag(line)
  const stream = flag < 0 ? '' : `cri ${line.slice(flag - 7, flag - 1)}`
  const pending = reading.pending.get(stream)
  const isPart = line.charCodeAt(flag) === 80
  if (flag < 0 || (!isPart && !pending)) {
    out.push(line)
    return
  }
  add(reading, stream, line, line.slice(endOfStreamName(line, flag - 7)))
  if (!isPart) complete(reading, stream, out)
}

function joinDocker(reading: Reading, line: string, out: StreamFrame[]): void {
  const object = isDocker(line) ? parseObject(line) : null
  const log = object?.log
  if (!object || typeof log !== 'string' || (object.stream !== 'stdout' && object.stream !== 'stderr')) {
    out.push(line)
    return
  }
  const stream = `docker ${object.stream}`
  const pending = reading.pending.get(stream)
  if (log.endsWith('\n')) {
    reading.newlines = 'kept'
    if (!pending) out.push(line)
    else {
      add(reading, stream, line, log)
      complete(reading, stream, out)
    }
    return
  }
  if (reading.newlines === 'taken-off' && log.length < PIECE_LENGTH && !pending) {
    out.push(line)
    return
  }
  add(reading, stream, line, log)
  // Without newlines a shorter piece is the last one.
  if (reading.newlines === 'taken-off' && log.length < PIECE_LENGTH) complete(reading, stream, out)
  const waiting = reading.pending.get(stream)
  if (reading.newlines !== 'unsure' || !waiting || waiting.lines.length < UNSURE_LIMIT) return
  reading.newlines = 'taken-off'
  for (const [name, { lines }] of reading.pending) {
    if (!name.startsWith('docker')) continue
    reading.pending.delete(name)
    out.push(...lines)
  }
}

function add(reading: Reading, stream: string, line: string, part: string): void {
  const before = reading.pending.get(stream)
  const length = (before?.length ?? line.length - part.length) + part.length + PART_COST
  if (before?.dropped) return
  if (length > JOINED_LENGTH_LIMIT) {
    reading.droppedLines++
    reading.pending.set(stream, {
      lines: before?.lines.slice(0, 1) ?? [line],
      parts: [],
      length,
      dropped: true,
    })
    return
  }
  reading.pending.set(stream, {
    lines: [...(before?.lines ?? []), line],
    parts: [...(before?.parts ?? []), part],
    length,
    dropped: false,
  })
}

function complete(reading: Reading, stream: string, out: StreamFrame[]): void {
  const pending = reading.pending.get(stream)!
  reading.pending.delete(stream)
  out.push(pending.dropped ? tooLong(pending) : whole(stream, pending))
}

function tooLong({ lines }: Pending): StreamFrame {
  return { reason: 'line-too-long', raw: lines[0]!.slice(0, SAMPLE_LENGTH) }
}

/** The header of the first part, whose date is that of the whole. */
function whole(stream: string, { lines, parts }: Pending): string {
  const first = lines[0]!
  if (stream.startsWith('docker')) {
    const { stream: name, time } = parseObject(first) ?? {}
    return JSON.stringify({ log: parts.join(''), stream: name, time: textOf(time) })
  }
  const flag = streamFlag(first)
  return `${first.slice(0, flag)}F${first.slice(flag + 1, endOfStreamName(first, flag - 7))}${parts.join('')}`
}
