/** How a file is compressed, from its first bytes: names lie (`access.log.1` may be gzip, `.gz` may be text). */

export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz'

/** As many bytes as any of them needs to be told. */
export const HEAD_LENGTH = 6

const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
]
/** `BZh1` to `BZh9`, then the mark of a block or of the end. */
const BZIP2_LEVELS = [0x31, 0x39] as const
const BZIP2_MARKS = [0x31, 0x17] as const

/** `none` for text, for anything else, and where there are too few bytes. */
export function detectCompression(head: Uint8Array): Compression {
  for (const [compression, bytes] of MAGIC) {
    if (!bytes.every((byte, at) => head[at] === byte)) continue
    return compression !== 'bzip2' || isBzip2(head) ? compression : 'none'
  }
  return isSkippableFrame(head) ? 'zstd' : 'none'
}

/** True while more bytes could still make it compressed: a stream need not wait for them otherwise. */
export function couldBeCompressed(head: Uint8Array): boolean {
  if (head.length === 0) return true
  const first = head[0]!
  return (first >= 0x50 && first <= 0x5f) || MAGIC.some(([, bytes]) => bytes[0] === first)
}

/** Letters alone could be text that begins so. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0
  const mark = head[4] ?? 0
  return level >= BZIP2_LEVELS[0] && level <= BZIP2_LEVELS[1] && BZIP2_MARKS.some((byte) => byte === mark)
}

/** Zstandard lets others put frames of their own in front. */
function isSkippableFrame(head: Uint8Array): boolean {
  const first = head[0] ?? 0
  return first >= 0x50 && first <= 0x5f && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
}
