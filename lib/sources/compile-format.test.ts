import { expect, it } from 'vitest'
import { compileFormat } from './compile-format.ts'
import { parseLine } from './parse-line.ts'

it.each([
  ['%ci:%cp %ST', '10.0.0.9:5 200', 'haproxy-log-format'],
  ['%{+Q}o %ci %ST %HM', '10.0.0.9 200 "GET"', 'haproxy-log-format'],
  ['$remote_addr $status', '10.0.0.9 200', 'nginx-log-format'],
  ["log_format x '$remote_addr ' '$status';", '10.0.0.9 200', 'nginx-log-format'],
  ['%RESPONSE_CODE% %REQ(:METHOD)%', '200 GET', 'envoy-log-format'],
])('tells by the variables whose %s is', (format, line, expected) => {
  const logFormat = compileFormat(format)
  if (!logFormat.ok) throw new Error(logFormat.error.message)
  expect(parseLine(line, { logFormat })).toMatchObject({ ok: true, status: 200, format: expected })
})

it('takes it for whose it is told it is, where they have formats of their own', () => {
  expect(compileFormat('$status%ST', 'nginx')).toMatchObject({ ok: true })
  expect(compileFormat('%ST', 'alb')).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('not for alb') },
  })
})
