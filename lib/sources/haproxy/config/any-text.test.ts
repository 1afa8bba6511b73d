import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConfig } from './parse-config.ts'
import { readTime } from './read-units.ts'
import { MAX_LINE_LENGTH, splitWords } from './split-words.ts'

const syntax = [
  ...[
    'global',
    'defaults',
    'defaults a from b',
    'frontend f',
    'backend b',
    'listen l',
    'peers p',
    ' server s 1:2 ',
  ],
  ...[
    'server-template t 1-3 h:1 check ',
    'default-server ',
    'check ',
    'inter ',
    'track b/s ',
    'track t/t ',
    'timeout ',
  ],
  ...[
    'check 1s',
    'option httpchk ',
    'no option redispatch',
    'http-check expect ! status ',
    'cookie C insert ',
    'stick on ',
  ],
  ...[
    '"',
    "'",
    '\\',
    '#',
    `\${A}`,
    '\n',
    '\n',
    '\n',
    '\r\n',
    '0',
    '99999999999999',
    'from',
    '__proto__',
    'constructor',
  ],
]
const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...syntax) }, fc.string({ maxLength: 8 })), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''))

test('any text gives a config whose problems all have a line and a reason', () => {
  fc.assert(
    fc.property(text, (input) => {
      const { problems, problemCount, settings } = parseConfig([{ name: 'x', text: input }])
      expect(problemCount).toBeGreaterThanOrEqual(problems.length)
      for (const one of problems) expect(one.reason === '' || !(one.line > 0)).toBe(false)
      for (const { servers } of settings.pools)
        for (const { interMs } of servers) expect(interMs.value === null || interMs.value >= 0).toBe(true)
    }),
    { numRuns: 1_000, seed: 7 },
  )
})

test('words are cut as HAProxy cuts them', () => {
  expect(splitWords('a\\ b "c d"e \'f "g\' # h').words).toEqual(['a b', 'c de', 'f "g'])
  expect(splitWords('x#y').words).toEqual(['x'])
  expect(splitWords('"" \'\'').words).toEqual(['', ''])
  expect(splitWords(`'$HOME' "$HOME \${DIR-/tmp}" $HOME`).variables).toEqual(['HOME', 'DIR'])
  expect(splitWords('\\x41\\x4 \\q \\').words).toEqual(['A\\x4', '\\q', '\\'])
  expect(splitWords('x'.repeat(MAX_LINE_LENGTH + 1))).toMatchObject({ words: [], problem: 'line-too-long' })
})

test.each([
  ['1500', 1500],
  ['30s', 30_000],
  ['2500us', 3],
  ['1d', 86_400_000],
  ['25d', null],
  ['1.5s', null],
  ['-1', null],
  ['5 s', null],
])('a time of %s is %j ms', (input, ms) => {
  expect(readTime(input)).toBe(ms)
})
