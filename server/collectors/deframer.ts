/** Holds one stream's deframing state between its chunks. */

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

export function createDeframer(mode: 'auto' | 'lines' = 'auto') {
  let state = startStream(mode)
  return {
    push(chunk: Uint8Array): Frames {
      const split = splitStream(state, chunk)
      state = split.state
      return sort(split.frames)
    },
    end(): Frames {
      const rest = sort(endStream(state))
      state = startStream(mode)
      return rest
    },
  }
}
