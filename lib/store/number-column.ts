/** One field of every server of a pool, written in the shortest of five exact ways. */

import type { ByteReader, ByteWriter } from './varint.ts'
import {
  LARGEST_VARINT,
  readByte,
  readFloat,
  readVarint,
  writeByte,
  writeFloat,
  writeVarint,
} from './varint.ts'

const ALL_NULL = 0
const ALL_ZERO = 1
/** Value plus one as varint, 0 for null. */
const WHOLE = 2
/** Hundredths plus one as varint, 0 for null. */
const HUNDREDTHS = 3
/** A byte 0 for null, or 1 and eight bytes: negative, non-finite and finer numbers. */
const EXACT = 4

export type Column = (number | null)[]

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value < LARGEST_VARINT && value >= 0 && !Object.is(value, -0)
}

function isHundredths(value: number): boolean {
  const scaled = Math.round(value * 100)
  return value >= 0 && !Object.is(value, -0) && scaled < LARGEST_VARINT && scaled / 100 === value
}

function shortestWay(column: Column): number {
  let way = ALL_NULL
  for (const [index, value] of column.entries()) {
    if (value === null) {
      if (way === ALL_ZERO) way = WHOLE
      continue
    }
    if (way === ALL_NULL) way = Object.is(value, 0) && index === 0 ? ALL_ZERO : WHOLE
    if (way === ALL_ZERO && !Object.is(value, 0)) way = WHOLE
    if (way === WHOLE && !isWhole(value)) way = HUNDREDTHS
    if (way === HUNDREDTHS && !isHundredths(value)) return EXACT
  }
  // A column that turned to hundredths late may hold earlier whole numbers too large to scale.
  return way === HUNDREDTHS && !column.every((v) => v === null || isHundredths(v)) ? EXACT : way
}

export function writeColumn(writer: ByteWriter, column: Column): void {
  const way = shortestWay(column)
  writeByte(writer, way)
  if (way === ALL_NULL || way === ALL_ZERO) return
  for (const value of column) {
    if (value === null) writeByte(writer, 0)
    else if (way === WHOLE) writeVarint(writer, value + 1)
    else if (way === HUNDREDTHS) writeVarint(writer, Math.round(value * 100) + 1)
    else {
      writeByte(writer, 1)
      writeFloat(writer, value)
    }
  }
}

/** Null where the bytes are not a column of `count` values. */
export function readColumn(reader: ByteReader, count: number): Column | null {
  const way = readByte(reader)
  if (reader.failed || way > EXACT) return null
  if (way === ALL_NULL) return new Array<null>(count).fill(null)
  if (way === ALL_ZERO) return new Array<number>(count).fill(0)
  const column: Column = []
  for (let index = 0; index < count && !reader.failed; index++) {
    const first = way === EXACT ? readByte(reader) : readVarint(reader)
    if (way === EXACT && first > 1) return null
    if (first === 0) column.push(null)
    else if (way === EXACT) column.push(readFloat(reader))
    else column.push(way === WHOLE ? first - 1 : (first - 1) / 100)
  }
  return reader.failed ? null : column
}
