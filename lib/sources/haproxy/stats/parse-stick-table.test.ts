import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseStickTable, readTableList, withoutKeys } from './parse-stick-table.ts'

const asked = { source: 'socket', loadBalancer: 'lb1', atMs: 5 }
const text = readFileSync(new URL('./fixtures/stick-table-2.6.txt', import.meta.url), 'utf8')

test('users are counted by the server that they are bound to', () => {
  const { reading, rejects } = parseStickTable(text, asked)
  expect(reading).toMatchObject({ kind: 'stick-table', table: 'app', used: 5, atMs: 5 })
  expect([...reading!.users]).toEqual([
    ['web1', 3],
    ['web2', 2],
  ])
  expect(rejects).toEqual([])
})

test('keys are taken out, and nothing else', () => {
  const without = withoutKeys(text)
  expect(without).not.toMatch(/u\\ |key=u/)
  expect([...parseStickTable(without, asked).reading!.users]).toEqual([
    ['web1', 3],
    ['web2', 2],
  ])
})

test('a key that looks like a field is none', () => {
  const line = '0x1: key=x\\ server_id=9\\ server_key=evil use=0 exp=1 server_id=1 server_key=web1'
  const { reading } = parseStickTable(`# table: app, type: string, size:10, used:1\n${line}\n`, asked)
  expect([...reading!.users]).toEqual([['web1', 1]])
  expect(withoutKeys(line)).toBe('0x1: use=0 exp=1 server_id=1 server_key=web1')
})

test('the list of tables', () => {
  const list =
    '# table: app, type: string, size:10240, used:5\n# table: rates, type: ip, size:1024, used:0\n\n'
  expect(readTableList(list)).toEqual([
    { name: 'app', used: 5 },
    { name: 'rates', used: 0 },
  ])
})

test('rates bind nobody; what is no table is refused with its reason', () => {
  const rates =
    '# table: rates, type: ip, size:1024, used:1\n0x5: key=127.0.0.1 use=0 exp=5 http_req_rate(10000)=5\n'
  expect(parseStickTable(rates, asked).reading!.users.size).toBe(0)
  for (const [answer, reason] of [
    ['Permission denied\n', 'permission-denied'],
    ['No such table\n', 'unreadable-row'],
    [
      '# table: app, type: ip, size:1, used:1\n0x5: key=1.2.3.4 use=0 exp=5 server_id=1\n',
      'server-not-named',
    ],
  ] as const)
    expect(parseStickTable(answer, asked).rejects[0]!.reason).toBe(reason)
})
