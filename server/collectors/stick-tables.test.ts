import { expect, test } from 'vitest'
import { createStickTables, ENTRIES_ASKED_MOST, TABLES_EVERY_MS } from './stick-tables.ts'

/** `used` by table; tables whose name begins with `rates` bind nobody. */
function play(used: Record<string, number>, tookMs = 0, refusal: string | null = null) {
  const asked: string[] = []
  const offered: string[] = []
  const lost: string[] = []
  let nowMs = 1_000
  const header = (name: string) => `# table: ${name}, type: string, size:9, used:${used[name]}`
  const read = createStickTables({
    ask: async (command) => {
      asked.push(command)
      nowMs += tookMs
      const name = /^show table (\S+) /.exec(command)?.[1]
      if (!name) return { ok: true, text: `${Object.keys(used).map(header).join('\n')}\n` }
      const none = 'Filter entry #1: Data type not stored in this table\n'
      const entry = '0x1: key=anna use=0 exp=5 server_id=1 server_key=web1'
      if (refusal) return { ok: true, text: `${header(name)}\n${refusal}\n` }
      return { ok: true, text: name.startsWith('rates') ? none : `${header(name)}\n${entry}\n` }
    },
    offer: (text) => offered.push(text),
    lose: (reason) => lost.push(reason),
    now: () => nowMs,
  })
  const again = (ms: number) => {
    nowMs += ms
    return read()
  }
  return { asked, offered, lost, again }
}

test('tables that bind users are read without their keys, others are asked once only', async () => {
  const { asked, offered, again } = play({ app: 1, rates: 5 })
  await again(0)
  expect(asked).toEqual([
    'show table',
    'show table app data.server_id gt 0',
    'show table rates data.server_id gt 0',
  ])
  expect(offered).toHaveLength(1)
  expect(offered[0]).not.toContain('anna')
  await again(TABLES_EVERY_MS)
  expect(asked.slice(3)).toEqual(['show table', 'show table app data.server_id gt 0'])
})

test('no oftener than due, and seldom where HAProxy takes long to answer', async () => {
  const { asked, again } = play({ app: 1 }, 500)
  await again(0)
  await again(TABLES_EVERY_MS)
  expect(asked).toHaveLength(2)
  await again(50_000)
  expect(asked).toHaveLength(4)
})

test('a table that is too large is left out, and that is said', async () => {
  const { asked, lost, again } = play({ app: ENTRIES_ASKED_MOST + 1, empty: 0 })
  await again(0)
  expect(asked).toEqual(['show table'])
  expect(lost).toEqual(['stick-table-not-asked'])
})

test('a socket that may not ask is not asked again, and that is said once', async () => {
  const { asked, offered, lost, again } = play(
    { app: 2 },
    0,
    '# contents not dumped due to insufficient privileges',
  )
  await again(0)
  await again(TABLES_EVERY_MS)
  expect(asked).toHaveLength(2)
  expect(offered).toEqual([])
  expect(lost).toEqual(['stick-tables-not-allowed'])
})
