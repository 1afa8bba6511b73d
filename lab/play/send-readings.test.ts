import { expect, test } from 'vitest'
import { fillTimes } from './send-readings.ts'

test('times are filled in wherever they stand, and nothing else is touched', () => {
  const reading = {
    kind: 'grace-period',
    endsAtMs: '$NOW+5000',
    list: [{ atMs: '$NOW' }],
    text: '$NOWHERE',
    n: 3,
  }
  expect(fillTimes(reading, 1000)).toEqual({
    ...{ kind: 'grace-period', endsAtMs: 6000, list: [{ atMs: 1000 }], text: '$NOWHERE', n: 3 },
  })
})
