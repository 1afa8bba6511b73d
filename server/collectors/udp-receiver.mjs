/** A thread that does nothing but receive datagrams: whatever the dashboard is busy with, the kernel's buffer is emptied. Plain JavaScript, so that it starts at once and stays small. */

import { createSocket } from 'node:dgram'
import { parentPort, workerData } from 'node:worker_threads'

/** More than the longest message. */
const BLOCK_BYTES = 128 * 1024
/** Messages wait for others as long as this; a block that is full does not. */
const BLOCK_MS = 5
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024
/** Handed over and not yet taken; what comes beyond is counted as lost. */
const WAITING_BYTES = 32 * 1024 * 1024
const REOPEN_AFTER_MS = 5000
const NEWLINE = 10

/** @type {{ host: string, port: number, taken: SharedArrayBuffer }} */
const { host, port, taken } = workerData
const takenBytes = new BigUint64Array(taken)
let givenBytes = 0n
const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
let [length, count, lost] = [0, 0, 0]
/** @type {NodeJS.Timeout | null} */
let giving = null
/** @type {import('node:dgram').Socket | null} */
let socket = null
/** @type {NodeJS.Timeout | null} */
let reopen = null

function give() {
  if (giving) clearTimeout(giving)
  giving = null
  if (count > 0) {
    const bytes = block.buffer.slice(0, length)
    givenBytes += BigInt(length)
    parentPort?.postMessage({ kind: 'lines', bytes, count }, [bytes])
    ;[length, count] = [0, 0]
  }
  if (lost > 0) parentPort?.postMessage({ kind: 'lost', count: lost })
  lost = 0
}

/** Without what ends it. */
function lengthOf(/** @type {Buffer} */ message) {
  const last = message[message.length - 1]
  if (last === 0) return message.length - 1
  if (last !== NEWLINE) return message.length
  return message[message.length - 2] === 13 ? message.length - 2 : message.length - 1
}

function take(/** @type {Buffer} */ message) {
  const end = lengthOf(message)
  if (givenBytes - Atomics.load(takenBytes, 0) > WAITING_BYTES) {
    lost++
    giving ??= setTimeout(give, BLOCK_MS)
    return
  }
  const newline = message.indexOf(NEWLINE)
  if (newline >= 0 && newline < end) {
    // Several lines, and one message.
    give()
    givenBytes += BigInt(end)
    parentPort?.postMessage({ kind: 'text', text: message.toString('utf8', 0, end), bytes: end })
    return
  }
  if (length + end + 1 > BLOCK_BYTES) give()
  giving ??= setTimeout(give, BLOCK_MS)
  message.copy(block, length, 0, end)
  length += end
  block[length++] = NEWLINE
  count++
}

function open() {
  const opened = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' })
  socket = opened
  opened.on('message', take)
  opened.on('listening', () => {
    try {
      opened.setRecvBufferSize(RECEIVE_BUFFER_BYTES)
    } catch {
      // The kernel's own limit stays; drops are counted either way.
    }
    parentPort?.postMessage({ kind: 'listening' })
  })
  opened.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    opened.close()
    parentPort?.postMessage({
      kind: 'failed',
      code: error.code,
      message: error.message,
      retryInMs: REOPEN_AFTER_MS,
    })
    reopen = setTimeout(open, REOPEN_AFTER_MS)
  })
  opened.bind(port, host)
}

// The only word that is ever sent.
parentPort?.once('message', () => {
  if (reopen) clearTimeout(reopen)
  try {
    socket?.close()
  } catch {
    // It was closed by its own error.
  }
  give()
  parentPort?.postMessage({ kind: 'closed' })
  parentPort?.close()
})
open()
