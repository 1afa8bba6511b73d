/** Frozen evidence as bytes of the store and back; its hash is that of the text, and is checked on every reading. */

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'

/** A body that unpacks to more is not one of ours. */
export const EVIDENCE_LIMIT_BYTES = 64 * 1024 * 1024

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

export async function packEvidence(
  text: string,
): Promise<{ hash: string; bytes: number; body: Uint8Array<ArrayBuffer> }> {
  const plain = Buffer.from(text, 'utf8')
  const body = await promisify(deflateRaw)(plain, { level: 6 })
  return { hash: sha256(text), bytes: plain.length, body: new Uint8Array(body) }
}

/** Null where it cannot be unpacked. */
export async function unpackEvidence(body: Uint8Array): Promise<string | null> {
  const plain = await promisify(inflateRaw)(body, { maxOutputLength: EVIDENCE_LIMIT_BYTES }).catch(() => null)
  return plain ? plain.toString('utf8') : null
}
