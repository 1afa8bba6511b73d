import { expect, test } from 'vitest'
import { whatIfQuery as asAddress } from '#lib/views/what-if-view'
import { askedWithoutPool, toChange, whatIfQuery } from './what-if-query.ts'

const read = (text: string) => whatIfQuery.safeParse(Object.fromEntries(new URLSearchParams(text)))

test('the address that the page writes is read back as it was meant', () => {
  const question = {
    ...{ pool: 'lb1/app', lose: ['web1', 'web2'], drain: ['web3'], weights: { web4: 50 }, load: 1.3 },
    ...{ stall: { web5: 1500 }, interMs: 2000, fall: 3, rise: null, timeoutCheckMs: 500 },
  }
  const parsed = read(asAddress(question))
  expect(parsed.success && toChange(parsed.data)).toEqual({
    ...{ lose: ['web1', 'web2'], drain: ['web3'], weights: { web4: 50 }, load: 1.3 },
    ...{ stall: { web5: 1500 }, interMs: 2000, fastInterMs: null, fall: 3, rise: null, timeoutCheckMs: 500 },
  })
})

test('an empty value leaves things as they are', () => {
  const parsed = read('pool=lb1/app&lose=&stall=&weight=&load=&inter=&fastinter=&fall=&rise=&timeoutCheck=')
  expect(parsed.success && toChange(parsed.data)).toMatchObject({
    lose: [],
    weights: {},
    load: 1,
    fall: null,
  })
})

test('a stall is written as HAProxy writes times', () => {
  const parsed = read('pool=lb1/app&stall=web1:2s,web2:500ms,web3:750')
  expect(parsed.success && toChange(parsed.data).stall).toEqual({ web1: 2000, web2: 500, web3: 750 })
})

test.each([
  'load=-1',
  'load=x',
  'weight=web1',
  'weight=web1:999',
  'fall=0',
  'inter=0',
  'fall=1.5',
  'stream=2',
  'stall=web1',
  'stall=web1:',
  'stall=web1:soon',
  'stall=web1:0',
  'stall=web1:11m',
])('%s is refused', (text) => {
  expect(read(`pool=lb1/app&${text}`).success).toBe(false)
})

test('what is asked without a pool is named', () => {
  const asked = read('fall=3')
  expect(asked.success && askedWithoutPool(asked.data)).toBe('fall')
  const nothing = read('')
  expect(nothing.success && askedWithoutPool(nothing.data)).toBeNull()
})
