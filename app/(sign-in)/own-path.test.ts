import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

const origin = 'http://127.0.0.1:3000'

test('a page of ours is where one wanted to go', () => {
  expect(ownPath('/incidents?q=a%2Fb', origin)).toBe('/incidents?q=a%2Fb')
  expect(ownPath('/', origin)).toBe('/')
})

test('another site, a script, or the way back is not', () => {
  const away = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:1',
  ]
  for (const next of [...away, '', null, '/sign-in', '/sign-in/first?key=x', '/api/v1/pools', 'incidents'])
    expect([next, ownPath(next, origin)]).toEqual([next, '/'])
})
