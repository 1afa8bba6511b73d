/** Entries of several files in the order of their dates. */

type Dated = { raw: { atMs: number } }
type Stream<T> = { parts: AsyncGenerator<T[]>; part: T[]; at: number }

/** In parts; every file is read no further than its next entry is wanted. */
export async function* mergeEntries<T extends Dated>(files: AsyncGenerator<T[]>[]): AsyncGenerator<T[]> {
  const streams: Stream<T>[] = []
  for (const parts of files) {
    const stream: Stream<T> = { parts, part: [], at: 0 }
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

const next = ({ part, at }: Stream<Dated>): number => part[at]!.raw.atMs

async function refill<T>(stream: Stream<T>): Promise<boolean> {
  for (;;) {
    const { value, done } = await stream.parts.next()
    if (done) return false
    Object.assign(stream, { part: value, at: 0 })
    if (value.length > 0) return true
  }
}
