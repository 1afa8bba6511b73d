import { expect, test } from 'vitest'
import { compareNames } from './compare-names.ts'

test('names are ordered as people do', () => {
  const names = ['web', 'web1', 'web2', 'web2a', 'web010', 'web10', 'web11-2', 'web11-10', 'x', '~']
  expect([...names].reverse().sort(compareNames)).toEqual(names)
})
