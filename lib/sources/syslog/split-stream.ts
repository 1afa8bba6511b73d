/** Cuts a byte stream of syslog into frames: octet-counted or newline-terminated, chosen per frame. */

/** A longer frame is dropped, told of once, and reading goes on behind it. */
export const FRAME_LENGTH_LIMIT = 65_536
/** A count above this is not believed: the stream is then read on from the next newline. */
export const OCTET_COUNT_LIMIT = 16_777_216
/** Start of a dropped frame that is kept to show. */
const SAMPLE_LENGTH = 200
const COUNT_DIGITS_LIMIT = 8

export type DroppedFrame = { reason: 'line-too-long' | 'frame-cut'; raw: string }
export type StreamFrame = string | DroppedFrame

export type StreamState = {
  /** `lines`: newlines only, empty ones kept (files). `auto`: counts believed (sockets). */
  readonly mode: 'auto' | 'lines'
  /** Bytes of a frame that has not ended, never more than the limit and one chunk. */
  readonly carry: Uint8Array
  /** Bytes yet to throw away of an over-long counted frame. */
  readonly skipBytes: number
  /** Inside an over-long line, throwing away until its newline. */
  readonly skipLine: boolean
}

/** A count, a space and a priority at the very start: frames over TCP, not lines. */
export const isCounted = (head: string): boolean => /^[1-9]\d{0,5} <\d{1,3}>/.test(head)

export function startStream(mode: 'auto' | 'lines' = 'auto'): StreamState {
  return { mode, carry: new Uint8Array(0), skipBytes: 0, skipLine: false }
}

/** One chunk in; the frames it completed and the state to pass with the next chunk out. */
export function splitStream(
  state: StreamState,
  chunk: Uint8Array,
): { state: StreamState; frames: StreamFrame[] } {
  const frames: StreamFrame[] = []
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  let { skipBytes, skipLine } = state
  let at = 0
  if (skipBytes > 0) {
    at = Math.min(skipBytes, bytes.length)
    skipBytes -= at
    if (skipBytes > 0) return { state: { ...state, skipBytes }, frames }
  }
  if (skipLine) {
    const newline = bytes.indexOf(10, at)
    if (newline < 0) return { state: { ...state, skipBytes, skipLine }, frames }
    at = newline + 1
    skipLine = false
  }
  const data = state.carry.length > 0 ? Buffer.concat([state.carry, bytes.subarray(at)]) : bytes.subarray(at)
  at = 0
  while (at < data.length) {
    if (state.mode === 'auto') {
      const first = data[at]!
      if (first === 10 || first === 13 || first === 0) {
        at++
        continue
      }
      const count = readCount(data, at)
      if (count === 'more') break
      if (count !== null) {
        if (count.octets > FRAME_LENGTH_LIMIT) {
          frames.push(dropped(data, count.start, Math.min(data.length, count.start + count.octets)))
          const end = count.start + count.octets
          skipBytes = Math.max(0, end - data.length)
          at = Math.min(end, data.length)
          continue
        }
        if (count.start + count.octets > data.length) break
        frames.push(text(data, count.start, count.start + count.octets))
        at = count.start + count.octets
        continue
      }
    }
    const newline = data.indexOf(10, at)
    const end = newline < 0 ? data.length : newline
    if (end - at > FRAME_LENGTH_LIMIT) {
      frames.push(dropped(data, at, end))
      skipLine = newline < 0
    } else if (newline < 0) break
    else frames.push(text(data, at, end))
    at = newline < 0 ? data.length : newline + 1
  }
  // A copy: the rest must not keep a whole network buffer alive.
  const carry = at < data.length ? Uint8Array.prototype.slice.call(data, at) : new Uint8Array(0)
  return { state: { mode: state.mode, carry, skipBytes, skipLine }, frames }
}

/** The end of the stream: a last line without newline is a frame, half a counted one is told of. */
export function endStream(state: StreamState): StreamFrame[] {
  if (state.carry.length === 0) return []
  const data = Buffer.from(state.carry.buffer, state.carry.byteOffset, state.carry.byteLength)
  const count = state.mode === 'auto' ? readCount(data, 0) : null
  if (count !== null && count !== 'more') {
    return [{ reason: 'frame-cut', raw: data.toString('utf8', count.start, count.start + SAMPLE_LENGTH) }]
  }
  return [text(data, 0, data.length)]
}

/** `187 ` in front of a frame; `more` where the chunk ends too early to know. */
function readCount(data: Buffer, at: number): { octets: number; start: number } | 'more' | null {
  let cursor = at
  let octets = 0
  for (; cursor < data.length; cursor++) {
    const digit = data[cursor]! - 48
    if (digit < 0 || digit > 9) break
    if (cursor - at >= COUNT_DIGITS_LIMIT) return null
    octets = octets * 10 + digit
  }
  if (cursor === at || data[at] === 48) return null
  if (cursor === data.length) return 'more'
  if (data[cursor] !== 32 || octets > OCTET_COUNT_LIMIT) return null
  return { octets, start: cursor + 1 }
}

function text(data: Buffer, from: number, to: number): string {
  const end = to > from && data[to - 1] === 13 ? to - 1 : to
  return data.toString('utf8', from, end)
}

function dropped(data: Buffer, from: number, to: number): DroppedFrame {
  return { reason: 'line-too-long', raw: data.toString('utf8', from, Math.min(to, from + SAMPLE_LENGTH)) }
}
