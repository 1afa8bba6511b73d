/** Reads `/proc/self/net/tcp` and `tcp6` piece by piece into one buffer; no piece becomes a string. */

import { closeSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { scanTcpRows, type TcpRow, type TcpScan } from '../lib/sources/host/scan-tcp-rows.ts'
import { readText } from './read-text.ts'

const FOUR = '/proc/self/net/tcp'
const SIX = '/proc/self/net/tcp6'
/** Tells in one line what the kernel walks its whole hash table for. */
const SIX_IN_USE = '/proc/self/net/sockstat6'
const BUFFER_BYTES = 128 * 1024
/** A long table is read in slices of this, so that what the kernel announces meanwhile is not kept waiting. */
const SLICE_MS = 8
const LITTLE_ENDIAN = endianness() === 'LE'

const isUnused = (text: string | null) => text !== null && /^TCP6: inuse 0$/m.test(text)

export type TcpTableReader = { read: (onRow: (row: TcpRow) => void) => Promise<boolean> }

/** False where IPv4's table can't be read. */
export function createTcpTableReader(scan: TcpScan): TcpTableReader {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)

  async function readOne(file: string, onRow: (row: TcpRow) => void): Promise<boolean> {
    let fd: number
    try {
      fd = openSync(file, 'r')
    } catch {
      return false
    }
    try {
      let filled = 0
      let sliceAt = performance.now()
      for (;;) {
        const got = readSync(fd, buffer, filled, BUFFER_BYTES - filled, null)
        if (got === 0) return true
        filled += got
        const used = scanTcpRows(buffer, filled, LITTLE_ENDIAN, scan, onRow)
        if (used < filled) buffer.copy(buffer, 0, used, filled)
        filled -= used
        if (performance.now() - sliceAt < SLICE_MS) continue
        await yieldToOthers()
        sliceAt = performance.now()
      }
    } catch {
      return false
    } finally {
      closeSync(fd)
    }
  }

  return {
    async read(onRow) {
      const four = await readOne(FOUR, onRow)
      // Without IPv6 in the kernel the second file is not there.
      if (!isUnused(readText(SIX_IN_USE))) await readOne(SIX, onRow)
      return four
    },
  }
}
