/** docs/FINDINGS.md tells of every kind of finding and of every rule, and of none that is not there. */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { FINDING_KINDS } from '#lib/model/finding'

const root = path.dirname(import.meta.dirname)
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const doc = read('docs/FINDINGS.md')

test('each kind has its section', () => {
  const told = [...doc.matchAll(/^### `([a-z-]+)`$/gm)].map((found) => found[1])
  expect(told.sort()).toEqual([...FINDING_KINDS].sort())
})

test('each rule that a detector names is explained', () => {
  const sources = readdirSync(path.join(root, 'lib/detectors'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => path.join('lib/detectors', file))
  const rules = new Set<string>()
  for (const text of sources.map(read)) {
    for (const [, rule] of text.matchAll(/\brule: '([a-z-]+)'/g)) rules.add(rule!)
    for (const [, rule] of text.matchAll(/^export const [A-Z_]+ = '([a-z]+(?:-[a-z]+)+)'$/gm))
      rules.add(rule!)
  }
  expect(rules.size).toBeGreaterThan(20)
  expect([...rules].filter((rule) => !doc.includes(`\`${rule}\``))).toEqual([])
})
