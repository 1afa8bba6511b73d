import { expect, it } from 'vitest'
import { parseFrame } from './parse-frame.ts'

it('takes the name and the bar of docker compose off, and the framings behind them', () => {
  expect(parseFrame('lb-haproxy.1  | 10.0.0.9:5 [21/Nov/2026:08:59:17.073] f b/s')).toMatchObject({
    process: 'lb-haproxy.1',
    message: '10.0.0.9:5 [21/Nov/2026:08:59:17.073] f b/s',
  })
  expect(parseFrame('web | 2026-11-21T08:59:17.5Z lb1 haproxy[7]: x')).toMatchObject({
    host: 'lb1',
    process: 'haproxy',
    pid: 7,
    message: 'x',
  })
})

it.each(['| x', 'a b | x', 'a |x', 'a', `a${' '.repeat(200)}| x`])('leaves %j as it is', (line) => {
  expect(parseFrame(line)).toMatchObject({ framing: 'raw', message: line })
})
