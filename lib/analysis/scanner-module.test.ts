import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCANNER_SOURCES as ROWS } from '../sources/haproxy/scan/rows-module.ts'
import { SCANNER_SOURCES as ROLLUP } from './scanner-module.ts'

const SHARED = 'lib/sources/haproxy/scan'

test.each([
  ['roll-up', ROLLUP, ['lib/analysis/wasm', SHARED]],
  ['rows', ROWS, [SHARED]],
])(
  'the scanner of the %s is that of its sources: after a change, npm run generate:scanner',
  (_, known, folders) => {
    const hash = createHash('sha256')
    for (const folder of folders)
      for (const name of readdirSync(folder).sort())
        if (name.endsWith('.as'))
          hash
            .update(name)
            .update('\0')
            .update(readFileSync(`${folder}/${name}`))
    expect(known).toBe(hash.digest('hex'))
  },
)
