import { expect, test } from 'vitest'
import type { PoolView } from '#lib/views/live-view'
import { terminationWords } from '#lib/views/termination-words'
import { whatIfQuery } from '#lib/views/what-if-view'
import { AS_IT_IS, isAsItIs, questionWords, toQuestion } from './what-if-state.ts'

const pool = {
  id: 'lb1/app',
  servers: ['web1', 'web2', 'web3'].map((name) => ({ name, weight: 100 })),
} as PoolView

test('nothing chosen asks nothing, and so does a weight or a setting that is no number', () => {
  expect(isAsItIs(toQuestion(pool, AS_IT_IS))).toBe(true)
  const wrong = {
    ...AS_IT_IS,
    weights: { web1: '100', web2: 'much', web3: '257' },
    settings: { ...AS_IT_IS.settings, fall: '0', interMs: '2s' },
  }
  expect(isAsItIs(toQuestion(pool, wrong))).toBe(true)
})

test('what is chosen becomes an address and a sentence; a server that left is left out', () => {
  const question = toQuestion(pool, {
    fates: { web1: 'lose', web2: 'lose', web3: 'drain', gone: 'lose' },
    weights: { web3: '50' },
    stallMs: '',
    load: 1.2,
    settings: { ...AS_IT_IS.settings, interMs: '1000' },
  })
  expect(decodeURIComponent(whatIfQuery(question))).toBe(
    'pool=lb1/app&lose=web1,web2&drain=web3&weight=web3:50&load=1.2&inter=1000',
  )
  expect(questionWords(question)).toBe(
    'without web1 and web2, web3 drained, web3 at weight 50, 20 % more load, inter 1000 ms',
  )
})

test('a server that hangs for a while does so for what is typed, or for two seconds where that is no time', () => {
  const asked = (stallMs: string) =>
    toQuestion(pool, { ...AS_IT_IS, fates: { web2: 'stall', gone: 'stall' }, stallMs })
  expect(asked('500').stall).toEqual({ web2: 500 })
  for (const text of ['', '0', '700000', '2s']) expect(asked(text).stall).toEqual({ web2: 2_000 })
  expect(isAsItIs(asked(''))).toBe(false)
  expect(decodeURIComponent(whatIfQuery(asked('500')))).toBe('pool=lb1/app&stall=web2:500ms')
  expect(questionWords(asked('500'))).toBe('web2 hangs for 500 ms')
})

test('termination states are told in words, unknown ones as they are', () => {
  expect(['SH', 'sQ', 'KD', 'D-', 'XX'].map(terminationWords)).toEqual([
    'the server closed before it answered',
    'waited too long in the queue',
    'cut by an operator or a hard stop during the answer',
    'cut: the server was marked down',
    'XX',
  ])
})
