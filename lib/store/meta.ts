/** Single values by name, as text; large ones lie compressed. */

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Store } from './store.ts'

/** Below this a value is stored as it is. */
const COMPRESS_FROM_BYTES = 1_024
/** A value that unpacks to more is not one of ours. */
const UNPACKED_LIMIT_BYTES = 64 * 1024 * 1024
const PLAIN = 0
const DEFLATED = 1

export function metaRow(key: string, value: string, atMs: number) {
  const bytes = Buffer.from(value, 'utf8')
  const large = bytes.length >= COMPRESS_FROM_BYTES
  const body = large ? deflateRawSync(bytes, { level: 1 }) : bytes
  return { key, value: Buffer.concat([Buffer.of(large ? DEFLATED : PLAIN), body]), updatedAtMs: atMs }
}

/** Null where there is no such value, or where it cannot be unpacked (counted in `unreadable`). */
export async function loadMeta(store: Store, key: string): Promise<string | null> {
  const row = await store.prisma.meta.findUnique({ where: { key } })
  if (!row) return null
  try {
    const body = row.value.subarray(1)
    const bytes =
      row.value[0] === DEFLATED ? inflateRawSync(body, { maxOutputLength: UNPACKED_LIMIT_BYTES }) : body
    return new TextDecoder().decode(bytes)
  } catch {
    store.unreadable.set('meta', (store.unreadable.get('meta') ?? 0) + 1)
    return null
  }
}
