import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCANNER_SOURCES } from './scanner-module.ts'

test('the scanner is that of its sources: after a change, npm run generate:scanner', () => {
  const folder = 'lib/analysis/wasm'
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort())
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(`${folder}/${name}`))
  expect(SCANNER_SOURCES).toBe(hash.digest('hex'))
})
