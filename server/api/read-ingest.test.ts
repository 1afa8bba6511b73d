import { expect, test } from 'vitest'
import { MAX_NAMED_REJECTS, readIngest } from './read-ingest.ts'

test('takes log lines, shippers’ messages and statistics; names every other line', () => {
  const body = [
    '{"kind":"log","line":"<134>a","loadBalancer":"lb1"}',
    '{"message":"<134>b","host":"h"}',
    '{"kind":"stats","loadBalancer":"lb1","csv":"# pxname,","atMs":5}',
    '',
    'not json',
    '{"kind":"nonsense"}',
    '[]',
  ].join('\n')
  const { entries, rejected } = readIngest(body)
  expect(
    entries.map(({ kind, text, loadBalancer, lineNumber }) => [lineNumber, kind, text, loadBalancer]),
  ).toEqual([
    [1, 'log', '<134>a', 'lb1'],
    [2, 'log', '<134>b', null],
    [3, 'stats', '# pxname,', 'lb1'],
  ])
  expect(rejected).toEqual([
    { line: 5, reason: 'not-json' },
    { line: 6, reason: 'unknown-entry: kind' },
    { line: 7, reason: 'unknown-entry' },
  ])
})

test('takes agents’ reports as they are, and knows which they are', () => {
  const report = '{"kind":"host","host":"lb1","session":"s","seq":3,"keptFrom":1,"atMs":5}'
  const { entries, rejected } = readIngest(`${report}\n{"kind":"host","host":"lb1"}`)
  expect(entries).toMatchObject([
    { kind: 'host', text: report, report: { host: 'lb1', session: 's', seq: 3, keptFrom: 1 } },
  ])
  expect(rejected).toEqual([{ line: 2, reason: 'bad-report: session' }])
})

test('names only so many rejects, and counts them all', () => {
  const answer = readIngest('x\n'.repeat(MAX_NAMED_REJECTS + 50))
  expect(answer.rejected).toHaveLength(MAX_NAMED_REJECTS)
  expect(answer.rejectedTotal()).toBe(MAX_NAMED_REJECTS + 50)
})

test('takes an announced grace period, and says what one lacks', () => {
  const told = { kind: 'grace-period', server: 'web1', graceMs: 30_000, by: 'deploy 4711' }
  const bad = [
    { ...told, server: undefined },
    { ...told, graceMs: undefined },
    { ...told, graceMs: -1 },
  ]
  const { entries, rejected } = readIngest([told, ...bad].map((one) => JSON.stringify(one)).join('\n'))
  expect(entries).toMatchObject([{ kind: 'grace-period', loadBalancer: null, text: JSON.stringify(told) }])
  expect(rejected.map((one) => one.reason)).toEqual([
    'bad-grace-period: server',
    'bad-grace-period: graceMs',
    'bad-grace-period: graceMs',
  ])
})
