/** `/proc/net/tcp` and `/proc/net/tcp6` as bytes → rows of plain numbers, without one object or string a row. */

/** Filled anew for each row; a callback must copy what it keeps. IPv4 is `0, 0, 0xffff, v4`. */
export type TcpRow = {
  /** Local address (4 words), remote address (4 words), as unsigned 32-bit numbers. */
  words: Uint32Array
  localPort: number
  remotePort: number
  /** The kernel's number: 1 established, 6 TIME_WAIT, 10 listening. */
  state: number
  sendQueue: number
  receiveQueue: number
  /** 0 none, 1 retransmit, 2 keepalive or another, 3 TIME_WAIT, 4 zero window probe. */
  timer: number
  expiresInMs: number
  /** Retransmissions, or keepalive and zero window probes, without an answer. */
  tries: number
  inode: number
}

export type TcpScan = { row: TcpRow; rows: number; rejects: number }

/** Timers are printed in hundredths of a second on every architecture. */
const MS_PER_TICK = 10
const NEWLINE = 10
const SPACE = 32
const COLON = 58
const MAPPED = 0xffff

/** 0–15, and 255 for what is no hexadecimal digit. */
const HEX = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16)
  return Number.isNaN(value) ? 255 : value
})

export function createTcpScan(): TcpScan {
  const row: TcpRow = {
    words: new Uint32Array(8),
    localPort: 0,
    remotePort: 0,
    state: 0,
    sendQueue: 0,
    receiveQueue: 0,
    timer: 0,
    expiresInMs: 0,
    tries: 0,
    inode: 0,
  }
  return { row, rows: 0, rejects: 0 }
}

/** Reads the whole lines in `bytes[0, end)` and answers how many bytes they take; the rest is the start of a line. */
export function scanTcpRows(
  bytes: Uint8Array,
  end: number,
  littleEndian: boolean,
  scan: TcpScan,
  onRow: (row: TcpRow) => void,
): number {
  let from = 0
  for (;;) {
    const to = bytes.indexOf(NEWLINE, from)
    if (to < 0 || to >= end) return from
    const read = readRow(bytes, from, to, littleEndian, scan.row)
    if (read === true) {
      scan.rows++
      onRow(scan.row)
    } else if (read === false) scan.rejects++
    from = to + 1
  }
}

/** Null for the heading and for empty lines. */
function readRow(
  b: Uint8Array,
  from: number,
  to: number,
  littleEndian: boolean,
  row: TcpRow,
): boolean | null {
  let at = from
  while (at < to && b[at] === SPACE) at++
  if (at === to || HEX[b[at]!]! > 9) return at === to || b[at] === 115 /* the s of sl */ ? null : false
  while (at < to && b[at] !== COLON) at++
  at += 2
  const digits = addressDigits(b, at, to)
  if (digits === 0 || to < at + 2 * digits + 60) return false
  const words = row.words
  readAddress(b, at, digits, littleEndian, words, 0)
  at += digits + 1
  row.localPort = hex(b, at, 4)
  at += 5
  readAddress(b, at, digits, littleEndian, words, 4)
  at += digits
  if (b[at] !== COLON) return false
  row.remotePort = hex(b, at + 1, 4)
  row.state = hex(b, at + 6, 2)
  row.sendQueue = hex(b, at + 9, 8)
  if (b[at + 17] !== COLON) return false
  row.receiveQueue = hex(b, at + 18, 8)
  row.timer = hex(b, at + 27, 2)
  row.expiresInMs = hex(b, at + 30, 8) * MS_PER_TICK
  const retransmits = hex(b, at + 39, 8)
  at = decimalAfter(b, at + 47, to)
  const probesAt = skipNumber(b, at, to)
  const probes = decimal(b, decimalAfter(b, probesAt, to), to)
  const inodeAt = skipNumber(b, decimalAfter(b, probesAt, to), to)
  row.inode = decimal(b, decimalAfter(b, inodeAt, to), to)
  row.tries = row.timer === 1 ? retransmits : row.timer === 0 ? 0 : probes
  return row.timer <= 4 && row.inode >= 0
}

function addressDigits(b: Uint8Array, at: number, to: number): number {
  if (b[at + 8] === COLON) return 8
  return at + 32 < to && b[at + 32] === COLON ? 32 : 0
}

function readAddress(
  b: Uint8Array,
  at: number,
  digits: number,
  littleEndian: boolean,
  words: Uint32Array,
  to: number,
): void {
  if (digits === 8) {
    words[to] = 0
    words[to + 1] = 0
    words[to + 2] = MAPPED
    words[to + 3] = word(b, at, littleEndian)
    return
  }
  for (let n = 0; n < 4; n++) words[to + n] = word(b, at + 8 * n, littleEndian)
}

function word(b: Uint8Array, at: number, littleEndian: boolean): number {
  const value = hex(b, at, 8)
  if (!littleEndian) return value
  return ((value & 255) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 255)
}

function hex(b: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let n = at; n < at + length; n++) value = (value << 4) | HEX[b[n]!]!
  return value >>> 0
}

function decimalAfter(b: Uint8Array, at: number, to: number): number {
  while (at < to && b[at] === SPACE) at++
  return at
}

function skipNumber(b: Uint8Array, at: number, to: number): number {
  while (at < to && b[at] !== SPACE) at++
  return at
}

/** -1 where no number stands. */
function decimal(b: Uint8Array, at: number, to: number): number {
  if (at >= to || HEX[b[at]!]! > 9) return -1
  let value = 0
  for (let n = at; n < to && b[n] !== SPACE; n++) value = value * 10 + HEX[b[n]!]!
  return value
}
