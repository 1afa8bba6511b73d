import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { couldBeCompressed, detectCompression, HEAD_LENGTH } from './compression.ts'

it.each([
  [gzipSync('log').subarray(0, HEAD_LENGTH), 'gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd, 0x24, 0], 'zstd'],
  [[0x53, 0x2a, 0x4d, 0x18, 4, 0], 'zstd'],
  [Buffer.from('BZh91A'), 'bzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'xz'],
  [Buffer.from('BZh was here'), 'none'],
  [Buffer.from('<134>N'), 'none'],
  [[0x1f, 0x8b], 'none'],
  [[], 'none'],
])('tells %o', (head, compression) => {
  expect(detectCompression(Uint8Array.from(head))).toBe(compression)
})

it('waits for more only where more could matter', () => {
  expect(couldBeCompressed(Buffer.from('<1'))).toBe(false)
  expect(couldBeCompressed(new Uint8Array(0))).toBe(true)
  for (const first of [0x1f, 0x28, 0x42, 0xfd, 0x50])
    expect(couldBeCompressed(Uint8Array.of(first))).toBe(true)
})
