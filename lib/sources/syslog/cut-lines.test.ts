import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines } from './cut-lines.ts'
import { FRAME_LENGTH_LIMIT, type StreamFrame, splitStream, startStream } from './split-stream.ts'

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constant('<134>a line\n') },
  fc.constantFrom('<134>another\r\n', '\n', '\0', '2026-11-22 dated\n', '7 is a number\n'),
  fc.constantFrom('11 <134>counted', '13 <134>counted\n\n', '9 two\nlines', '70000 too long', 'é\n'),
  fc.constant(`<134>${'x'.repeat(FRAME_LENGTH_LIMIT)}\n`),
)
const stream = fc
  .tuple(fc.array(piece, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }))
  .map(([pieces, sizes]) => {
    const all = Buffer.from(pieces.join(''))
    const chunks: Buffer[] = []
    for (let at = 0, n = 0; at < all.length; n++) {
      const size = all.length > 5_000 ? 40_000 : sizes[n % sizes.length]!
      chunks.push(all.subarray(at, at + size))
      at += size
    }
    return chunks
  })

/** A frame that ends with a newline of its own is that line. */
const bare = (frame: StreamFrame) =>
  typeof frame === 'string' && frame.indexOf('\n') === frame.length - 1 ? frame.replace(/\n$/, '') : frame

test.each(['auto', 'lines'] as const)('the same frames come of a stream as bytes and as text: %s', (mode) => {
  fc.assert(
    fc.property(stream, (chunks) => {
      let [bytes, text] = [startStream(mode), startStream(mode)]
      for (const chunk of chunks) {
        const cut = cutLines(bytes, chunk)
        const split = splitStream(text, chunk)
        ;[bytes, text] = [cut.state, split.state]
        const lines = cut.lines ? Buffer.from(cut.lines.bytes).toString().split('\n').slice(0, -1) : []
        expect(lines).toHaveLength(cut.lines?.count ?? 0)
        const own = [...lines.map((line) => line.replace(/\r$/, '')), ...cut.frames, ...cut.dropped]
        const words = (frames: StreamFrame[]) => frames.map((frame) => JSON.stringify(frame)).sort()
        expect(words(own)).toEqual(words(split.frames.map(bare)))
        expect(Buffer.from(bytes.carry).equals(Buffer.from(text.carry))).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('lines keep their order, and a cut one waits for its end', () => {
  const first = cutLines(startStream(), Buffer.from('<1>a\n<2>b\n<3>'))
  expect(Buffer.from(first.lines!.bytes).toString()).toBe('<1>a\n<2>b\n')
  const second = cutLines(first.state, Buffer.from('c\n'))
  expect(second.lines).toMatchObject({ count: 1 })
  expect(Buffer.from(second.lines!.bytes).toString()).toBe('<3>c\n')
})
