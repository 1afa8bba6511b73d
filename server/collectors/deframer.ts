/** Holds one stream's deframing state between its chunks. */

import { type CutLines, cutLines, toLines } from '#lib/sources/syslog/cut-lines'
import { endPartials, joinPartials, startPartials } from '#lib/sources/syslog/join-partials'
import { endStream, type StreamFrame, splitStream, startStream } from '#lib/sources/syslog/split-stream'

export type Frames = { frames: string[]; rejects: { reason: string; raw: string }[] }

function sort(mixed: StreamFrame[]): Frames {
  const frames: string[] = []
  const rejects: Frames['rejects'] = []
  for (const frame of mixed) {
    if (typeof frame === 'string') frames.push(frame)
    else rejects.push(frame)
  }
  return { frames, rejects }
}

/** Lines of a file as text; those that a container runtime cut are put together. */
export function createDeframer() {
  let state = startStream('lines')
  let partials = startPartials()
  const join = (frames: StreamFrame[]): StreamFrame[] => {
    const joined = joinPartials(partials, frames)
    partials = joined.state
    return joined.frames
  }
  return {
    push(chunk: Uint8Array): Frames {
      const split = splitStream(state, chunk)
      state = split.state
      return sort(join(split.frames))
    },
    end(): Frames {
      const rest = [...join(endStream(state)), ...endPartials(partials)]
      state = startStream('lines')
      partials = startPartials()
      return sort(rest)
    },
  }
}

/** Lines that stay bytes, of a file or a socket; nothing is put together. */
export function createLineCutter(mode: 'auto' | 'lines' = 'auto') {
  let state = startStream(mode)
  return {
    push(chunk: Uint8Array): Omit<CutLines, 'state'> {
      const cut = cutLines(state, chunk)
      state = cut.state
      return cut
    },
    end(): Omit<CutLines, 'state'> {
      const frames = endStream(state)
      state = startStream(mode)
      return toLines(frames)
    },
  }
}
