/** Entries of several files in the order of their dates. */

import type { Entry } from './read-entries.ts'

type Stream = { parts: AsyncGenerator<Entry[]>; part: Entry[]; at: number }

/** In parts; every file is read no further than its next entry is wanted. */
export async function* mergeEntries(files: AsyncGenerator<Entry[]>[]): AsyncGenerator<Entry[]> {
  const streams: Stream[] = []
  for (const parts of files) {
    const stream: Stream = { parts, part: [], at: 0 }
    if (await refill(stream)) streams.push(stream)
  }
  while (streams.length > 0) {
    const [first, second] = streams.sort((a, b) => next(a) - next(b))
    const untilMs = second ? next(second) : Number.POSITIVE_INFINITY
    const from = first!.at
    do first!.at++
    while (first!.at < first!.part.length && next(first!) <= untilMs)
    yield first!.part.slice(from, first!.at)
    if (first!.at === first!.part.length && !(await refill(first!))) streams.shift()
  }
}

const next = ({ part, at }: Stream): number => part[at]!.raw.atMs

async function refill(stream: Stream): Promise<boolean> {
  for (;;) {
    const { value, done } = await stream.parts.next()
    if (done) return false
    Object.assign(stream, { part: value, at: 0 })
    if (value.length > 0) return true
  }
}
