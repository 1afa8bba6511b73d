/** Numbers and text as few bytes: the smallest pieces of the sample codec. */

/** One more than the largest whole number that is written exactly, so that null can be 0. */
export const LARGEST_VARINT = Number.MAX_SAFE_INTEGER

export type ByteWriter = { bytes: Uint8Array; length: number }

export function byteWriter(): ByteWriter {
  return { bytes: new Uint8Array(512), length: 0 }
}

function room(writer: ByteWriter, more: number): void {
  if (writer.length + more <= writer.bytes.length) return
  const larger = new Uint8Array(Math.max(writer.bytes.length * 2, writer.length + more))
  larger.set(writer.bytes)
  writer.bytes = larger
}

export function writeByte(writer: ByteWriter, value: number): void {
  room(writer, 1)
  writer.bytes[writer.length++] = value
}

/** Whole, 0 to LARGEST_VARINT; seven bits a byte, lowest first. */
export function writeVarint(writer: ByteWriter, value: number): void {
  room(writer, 8)
  let rest = value
  while (rest >= 128) {
    writer.bytes[writer.length++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  writer.bytes[writer.length++] = rest
}

export function writeFloat(writer: ByteWriter, value: number): void {
  room(writer, 8)
  new DataView(writer.bytes.buffer).setFloat64(writer.length, value)
  writer.length += 8
}

/** `failed` stays true after any read past the end or of an impossible number; the values read are then void. */
export type ByteReader = { bytes: Uint8Array; at: number; failed: boolean }

export function readByte(reader: ByteReader): number {
  const value = reader.bytes[reader.at]
  if (value === undefined) {
    reader.failed = true
    return 0
  }
  reader.at += 1
  return value
}

export function readVarint(reader: ByteReader): number {
  let value = 0
  let scale = 1
  for (let count = 0; count < 8; count++) {
    const byte = readByte(reader)
    value += (byte % 128) * scale
    if (byte < 128) {
      if (value > LARGEST_VARINT) reader.failed = true
      return reader.failed ? 0 : value
    }
    scale *= 128
  }
  reader.failed = true
  return 0
}

export function readFloat(reader: ByteReader): number {
  if (reader.at + 8 > reader.bytes.length) {
    reader.failed = true
    return 0
  }
  const view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset, reader.bytes.byteLength)
  const value = view.getFloat64(reader.at)
  reader.at += 8
  return value
}
