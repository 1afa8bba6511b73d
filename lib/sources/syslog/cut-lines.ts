/** A byte stream of syslog → blocks of whole lines, still bytes; what is framed otherwise is cut by split-stream.ts. */

import {
  type DroppedFrame,
  FRAME_LENGTH_LIMIT,
  type StreamFrame,
  type StreamState,
  splitStream,
} from './split-stream.ts'

const NEWLINE = 10
const RETURN = 13

export type CutLines = {
  state: StreamState
  /** Whole lines, each with its newline. */
  lines: { bytes: Uint8Array; count: number } | null
  /** Frames that hold several lines: those are one. */
  frames: string[]
  dropped: DroppedFrame[]
}

/** As `splitStream` cuts them. */
export function cutLines(state: StreamState, chunk: Uint8Array): CutLines {
  const plain = plainLines(state, chunk)
  if (plain) return plain
  const split = splitStream(state, chunk)
  return { state: split.state, ...toLines(split.frames) }
}

/** Frames as lines. */
export function toLines(split: readonly StreamFrame[]): Omit<CutLines, 'state'> {
  const [plain, frames, dropped]: [string[], string[], DroppedFrame[]] = [[], [], []]
  for (const frame of split) {
    if (typeof frame !== 'string') dropped.push(frame)
    else if (!frame.includes('\n')) plain.push(frame)
    // Many senders end a counted frame with a newline as well.
    else if (frame.indexOf('\n') === frame.length - 1) plain.push(frame.slice(0, -1))
    else frames.push(frame)
  }
  const lines = plain.length > 0 ? { bytes: Buffer.from(`${plain.join('\n')}\n`), count: plain.length } : null
  return { lines, frames, dropped }
}

/** Null where any frame is too long, or on a socket counted or empty. */
function plainLines(state: StreamState, chunk: Uint8Array): CutLines | null {
  if (state.skipBytes > 0 || state.skipLine) return null
  const isOther = state.mode === 'auto' ? isNoLine : () => false
  const given = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const data = state.carry.length > 0 ? Buffer.concat([state.carry, given]) : given
  let at = 0
  let count = 0
  for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, at)) {
    if (isOther(data[at]!) || end - at > FRAME_LENGTH_LIMIT) return null
    at = end + 1
    count++
  }
  if (data.length - at > FRAME_LENGTH_LIMIT || (at < data.length && isOther(data[at]!))) return null
  return {
    // A copy: the rest must not keep a whole network buffer alive.
    state: { ...state, carry: Uint8Array.prototype.slice.call(data, at) },
    lines: count > 0 ? { bytes: data.subarray(0, at), count } : null,
    ...{ frames: [], dropped: [] },
  }
}

/** It may begin a count, or is no line at all. */
const isNoLine = (first: number) =>
  (first >= 48 && first <= 57) || first === NEWLINE || first === RETURN || first === 0

/** Whole lines, each as text. */
export function textsOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}
