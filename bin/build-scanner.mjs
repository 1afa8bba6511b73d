/** Compiles lib/analysis/wasm to WebAssembly and writes it, as text, into lib/analysis/scanner-module.ts; `npm run generate:scanner`. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Fetched when it is needed, by whoever changes the scanner: nobody else has to install it. */
const COMPILER = 'assemblyscript@0.28.20'
const FLAGS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '-o', 'scan.wasm']

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folder = path.join(root, 'lib', 'analysis', 'wasm')
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.as'))
  .sort()
const hash = createHash('sha256')
const scratch = mkdtempSync(path.join(tmpdir(), 'polygraph-scanner-'))
try {
  for (const name of sources) {
    const text = readFileSync(path.join(folder, name), 'utf8')
    hash.update(name).update('\0').update(text)
    // The compiler takes no other name; here they would be taken for TypeScript.
    writeFileSync(path.join(scratch, name.replace(/\.as$/, '.ts')), text)
  }
  const { status } = spawnSync('npx', ['--yes', '-p', COMPILER, 'asc', 'scan.ts', ...FLAGS], {
    cwd: scratch,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(1)
  const module = readFileSync(path.join(scratch, 'scan.wasm'))
  const lines = module.toString('base64').match(/.{1,100}/g)
  writeFileSync(
    path.join(root, 'lib', 'analysis', 'scanner-module.ts'),
    [
      '/** Written by `npm run generate:scanner` from lib/analysis/wasm; not to be changed by hand. */',
      '',
      '/** Of the sources it was made from. */',
      `export const SCANNER_SOURCES = '${hash.digest('hex')}'`,
      '',
      '/** WebAssembly, base64. */',
      'export const SCANNER_MODULE = [',
      ...lines.map((line) => `  '${line}',`),
      "].join('')",
      '',
    ].join('\n'),
  )
} finally {
  rmSync(scratch, { recursive: true })
}
