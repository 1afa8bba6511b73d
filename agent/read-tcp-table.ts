/** Reads `/proc/self/net/tcp` and `tcp6` piece by piece into one buffer; no piece becomes a string. */

import { closeSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'
import { scanTcpRows, type TcpRow, type TcpScan } from '../lib/sources/host/scan-tcp-rows.ts'

const FILES = ['/proc/self/net/tcp', '/proc/self/net/tcp6']
const BUFFER_BYTES = 128 * 1024
const LITTLE_ENDIAN = endianness() === 'LE'

export type TcpTableReader = { read: (onRow: (row: TcpRow) => void) => boolean }

/** False where IPv4's table can't be read. */
export function createTcpTableReader(scan: TcpScan): TcpTableReader {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)

  function readOne(file: string, onRow: (row: TcpRow) => void): boolean {
    let fd: number
    try {
      fd = openSync(file, 'r')
    } catch {
      return false
    }
    try {
      let filled = 0
      for (;;) {
        const got = readSync(fd, buffer, filled, BUFFER_BYTES - filled, null)
        if (got === 0) return true
        filled += got
        const used = scanTcpRows(buffer, filled, LITTLE_ENDIAN, scan, onRow)
        if (used < filled) buffer.copy(buffer, 0, used, filled)
        filled -= used
      }
    } catch {
      return false
    } finally {
      closeSync(fd)
    }
  }

  return {
    read(onRow) {
      const [four, six] = FILES.map((file) => readOne(file, onRow))
      // Without IPv6 in the kernel the second file is not there.
      return four === true && six !== undefined
    },
  }
}
