/** The beginning of what is read, for a look at it, and everything from the beginning on. */

export async function withHead(given: AsyncIterable<Uint8Array>, leastBytes: number) {
  const rest = given[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  let length = 0
  while (length < leastBytes) {
    const { value, done } = await rest.next()
    if (done) break
    pieces.push(value)
    length += value.length
  }
  const head = Buffer.concat(pieces)
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head
    yield* { [Symbol.asyncIterator]: () => rest }
  }
  return { head, chunks: all(), close: async () => void (await rest.return?.()) }
}
