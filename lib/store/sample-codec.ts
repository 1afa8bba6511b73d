/** A PoolSample as a few hundred bytes and back, exactly; column by column, names sharing their beginnings. */

import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'
import { type Column, readColumn, writeColumn } from './number-column.ts'
import type { ByteReader, ByteWriter } from './varint.ts'
import { byteWriter, readByte, readVarint, writeByte, writeVarint } from './varint.ts'

/** First byte of every body; a reader refuses those it does not know. */
const VERSION = 1
/** Servers of one pool; what is beyond is refused on both sides. */
export const SERVERS_LIMIT = 10_000
const NAME_LIMIT = 1_000

const FIELDS = ['sessions', 'requestRate', 'failureRate', 'queue', 'responseTimeMs', 'claim'] as const

/** Which bucket a body belongs to; kept in the row's own columns. */
export type SampleKey = Pick<PoolSample, 'pool' | 'startMs' | 'resolutionS'>

export type Encoded = { ok: true; body: Uint8Array<ArrayBuffer> } | { ok: false; reason: EncodeReason }
export type EncodeReason = 'too-many-servers' | 'name-too-long' | 'unknown-claim'

export type Decoded = { ok: true; sample: PoolSample } | { ok: false; reason: DecodeReason }
export type DecodeReason =
  | 'unknown-version'
  | 'too-many-servers'
  | 'bad-name'
  | 'bad-number'
  | 'unknown-claim'
  | 'trailing-bytes'

export function encodeSample(sample: PoolSample): Encoded {
  if (sample.servers.size > SERVERS_LIMIT) return { ok: false, reason: 'too-many-servers' }
  const rows = [sample.total, ...sample.servers.values()]
  if (rows.some((row) => CLAIM_KINDS[row.claim] === undefined)) return { ok: false, reason: 'unknown-claim' }
  const writer = byteWriter()
  writeByte(writer, VERSION)
  writeVarint(writer, sample.servers.size)
  let before = ''
  for (const name of sample.servers.keys()) {
    if (name.length > NAME_LIMIT) return { ok: false, reason: 'name-too-long' }
    writeName(writer, before, name)
    before = name
  }
  for (const field of FIELDS)
    writeColumn(
      writer,
      rows.map((row) => row[field]),
    )
  return { ok: true, body: writer.bytes.slice(0, writer.length) as Uint8Array<ArrayBuffer> }
}

/** Never throws: whatever the bytes, the answer is a sample or the reason why there is none. */
export function decodeSample(key: SampleKey, body: Uint8Array): Decoded {
  const reader: ByteReader = { bytes: body, at: 0, failed: false }
  if (readByte(reader) !== VERSION) return { ok: false, reason: 'unknown-version' }
  const count = readVarint(reader)
  if (reader.failed || count > SERVERS_LIMIT) return { ok: false, reason: 'too-many-servers' }
  const servers = new Map<string, ServerSample>()
  const names: string[] = []
  for (let index = 0; index < count; index++) {
    const name = readName(reader, names[index - 1] ?? '')
    if (name === null) return { ok: false, reason: 'bad-name' }
    names.push(name)
  }
  const columns: Column[] = []
  for (const _ of FIELDS) {
    const column = readColumn(reader, count + 1)
    if (column === null) return { ok: false, reason: 'bad-number' }
    columns.push(column)
  }
  if (reader.at !== body.length) return { ok: false, reason: 'trailing-bytes' }
  const total = rowAt(columns, 0)
  if (total === null) return { ok: false, reason: 'unknown-claim' }
  for (const [index, name] of names.entries()) {
    const row = rowAt(columns, index + 1)
    if (row === null) return { ok: false, reason: 'unknown-claim' }
    servers.set(name, row)
  }
  if (servers.size !== count) return { ok: false, reason: 'bad-name' }
  return {
    ok: true,
    sample: { pool: key.pool, startMs: key.startMs, resolutionS: key.resolutionS, total, servers },
  }
}

function rowAt(columns: Column[], index: number): ServerSample | null {
  const claim = columns[5]?.[index] ?? null
  if (claim === null || CLAIM_KINDS[claim] === undefined) return null
  return {
    sessions: columns[0]?.[index] ?? null,
    requestRate: columns[1]?.[index] ?? null,
    failureRate: columns[2]?.[index] ?? null,
    queue: columns[3]?.[index] ?? null,
    responseTimeMs: columns[4]?.[index] ?? null,
    claim,
  }
}

/** Length of what the name shares with the one before, then the rest as UTF-16 units: exact for any text. */
function writeName(writer: ByteWriter, before: string, name: string): void {
  let shared = 0
  while (shared < before.length && shared < name.length && before[shared] === name[shared]) shared += 1
  const rest = name.length - shared
  writeVarint(writer, shared * 16 + Math.min(rest, 15))
  if (rest >= 15) writeVarint(writer, rest - 15)
  for (let at = shared; at < name.length; at++) writeVarint(writer, name.charCodeAt(at))
}

function readName(reader: ByteReader, before: string): string | null {
  const lengths = readVarint(reader)
  const shared = Math.floor(lengths / 16)
  const rest = lengths % 16 < 15 ? lengths % 16 : 15 + readVarint(reader)
  if (reader.failed || shared > before.length || shared + rest > NAME_LIMIT) return null
  let name = before.slice(0, shared)
  for (let count = 0; count < rest; count++) {
    const unit = readVarint(reader)
    if (reader.failed || unit > 0xffff) return null
    name += String.fromCharCode(unit)
  }
  return name
}
