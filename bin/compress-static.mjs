/** Puts a compressed twin beside every script and style of a build, once, so that the server never compresses one. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TEXT = /\.(js|css|svg|json|map)$/
/** Smaller files are one packet either way. */
const LEAST_BYTES = 1_000
/** The last steps up cost most of the time and save hardly anything. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

export function compressStatic(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!TEXT.test(name)) continue
    const file = path.join(folder, name)
    const bytes = readFileSync(file)
    if (bytes.length < LEAST_BYTES) continue
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, BROTLI))
  }
}
