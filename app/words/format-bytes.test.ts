import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [999.6, '1.0 kB'],
  [4_234_000, '4.2 MB'],
  [123_400_000, '123 MB'],
  [1_400_000_000, '1.4 GB'],
  [2.5e15, '2500 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})
