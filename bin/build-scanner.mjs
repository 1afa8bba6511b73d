/** Compiles the scanners' sources to WebAssembly and writes each, as text, beside them; `npm run generate:scanner`. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Fetched when it is needed, by whoever changes a scanner: nobody else has to install it. */
const COMPILER = 'assemblyscript@0.28.20'
const FLAGS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '-o', 'module.wasm']
const SHARED = 'lib/sources/haproxy/scan'
/** What is compiled, from which folders, and where it goes. */
const SCANNERS = [
  {
    entry: 'lib/analysis/wasm/scan',
    folders: ['lib/analysis/wasm', SHARED],
    to: 'lib/analysis/scanner-module.ts',
  },
  { entry: `${SHARED}/rows`, folders: [SHARED], to: `${SHARED}/rows-module.ts` },
]

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
for (const scanner of SCANNERS) build(scanner)

function build({ entry, folders, to }) {
  const hash = createHash('sha256')
  const scratch = mkdtempSync(path.join(tmpdir(), 'polygraph-scanner-'))
  try {
    for (const folder of folders) {
      mkdirSync(path.join(scratch, folder), { recursive: true })
      for (const name of readdirSync(path.join(root, folder)).sort()) {
        if (!name.endsWith('.as')) continue
        const text = readFileSync(path.join(root, folder, name), 'utf8')
        hash.update(name).update('\0').update(text)
        // The compiler takes no other name; here they would be taken for TypeScript.
        writeFileSync(path.join(scratch, folder, name.replace(/\.as$/, '.ts')), text)
      }
    }
    const { status } = spawnSync('npx', ['--yes', '-p', COMPILER, 'asc', `${entry}.ts`, ...FLAGS], {
      cwd: scratch,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (status !== 0) process.exit(1)
    const lines = readFileSync(path.join(scratch, 'module.wasm'))
      .toString('base64')
      .match(/.{1,100}/g)
    writeFileSync(
      path.join(root, to),
      [
        `/** Written by \`npm run generate:scanner\` from ${path.dirname(entry)}; not to be changed by hand. */`,
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
}
