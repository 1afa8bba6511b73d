import { expect, test } from 'vitest'
import { parseReport, UNMEASURED_ERROR_MS } from './parse-report.ts'

const report = {
  kind: 'host',
  host: 'lb1',
  session: 's',
  seq: 1,
  keptFrom: 1,
  atMs: 1_000,
  clock: { offsetMs: 50, errorMs: 2 },
}
const read = (part: object, arrivedAtMs = 2_000, shiftMs = 0) =>
  parseReport(JSON.stringify({ ...report, ...part }), arrivedAtMs, shiftMs)

test('comes back as it was said, without what is not known here', () => {
  const links = [{ name: 'eth0', mac: null, up: true, carrier: null, loopback: false, type: null }]
  expect(read({ links, colour: 'red' })).toEqual({ ok: true, report: { ...report, links } })
})

test('an agent that has not measured its clock is at most as far off as its report was late', () => {
  expect(read({ clock: null })).toMatchObject({
    report: { clock: { offsetMs: 1_000, errorMs: UNMEASURED_ERROR_MS } },
  })
})

test('a recording moves to now, whether the clock was measured or not', () => {
  expect(read({}, 9_000, 7_000)).toMatchObject({ report: { clock: { offsetMs: 7_050 } } })
  expect(read({ clock: null }, 9_000, 7_000)).toMatchObject({ report: { clock: { offsetMs: 8_000 } } })
})

test.each([
  ['not JSON', '{"kind":"host"', 'not-json'],
  ['no host', '{"kind":"host"}', 'bad-report: host'],
  [
    'a state that no kernel has',
    { neighbours: [{ address: 'a', link: 'l', mac: null, state: 'x' }] },
    'bad-report: neighbours.0.state',
  ],
  [
    'a change of nothing',
    { changes: [{ atMs: 1, what: 'moon', from: null, to: null }] },
    'bad-report: changes.0.what',
  ],
])('%s is a reject with its reason', (_, input, reason) => {
  const text = typeof input === 'string' ? input : JSON.stringify({ ...report, ...input })
  expect(parseReport(text, 0)).toEqual({ ok: false, reason, raw: text })
})
