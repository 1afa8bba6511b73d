import { expect, test } from 'vitest'
import { LONGEST_GRACE_MS, parseGracePeriod } from './parse-grace-period.ts'

const asked = { source: 'ingest', atMs: 100_000 }
const parse = (value: unknown) => parseGracePeriod(JSON.stringify(value), asked)

test('a length counts from now, an end is taken as it is', () => {
  const told = { server: 'web1', pool: 'app', by: 'deploy 4711' }
  expect(parse({ ...told, graceMs: 30_000 }).reading).toEqual({
    ...{ kind: 'grace-period', source: 'ingest', loadBalancer: null, address: null, atMs: 100_000 },
    ...{ ...told, endsAtMs: 130_000 },
  })
  expect(parse({ address: '10.0.1.1', endsAtMs: 140_000 }).reading?.endsAtMs).toBe(140_000)
})

test.each([
  ['names-no-server', { graceMs: 1 }],
  ['names-no-end', { server: 'web1' }],
  ['over-already', { server: 'web1', endsAtMs: 99_999 }],
  ['too-long', { server: 'web1', graceMs: LONGEST_GRACE_MS + 1 }],
])('%s', (reason, value) => {
  expect(parse(value)).toMatchObject({ reading: null, rejects: [{ reason }] })
})
