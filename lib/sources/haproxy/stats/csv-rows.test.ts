import { expect, test } from 'vitest'
import { csvRows, MAX_QUOTED_LENGTH } from './csv-rows.ts'

function all(text: string): { cells: string[]; damage: string | null }[] {
  const rows = csvRows(text)
  const found = []
  while (rows.next()) {
    const cells = Array.from({ length: rows.cells() }, (_, cell) => rows.text(cell))
    found.push({ cells, damage: rows.damage() })
  }
  return found
}

test('cells keep empty ends, carriage returns are no text, a last row needs no newline', () => {
  expect(all('a,,b,\r\nc').map((row) => row.cells)).toEqual([['a', '', 'b', ''], ['c']])
})

test('a quoted cell holds commas, newlines and doubled quotes', () => {
  expect(all('x,"a ""b"", c\n\nd",y\nz')).toEqual([
    { cells: ['x', 'a "b", c\n\nd', 'y'], damage: null },
    { cells: ['z'], damage: null },
  ])
})

test('a quote that does not open a cell is text', () => {
  expect(all('a"b,c"\n')[0]?.cells).toEqual(['a"b', 'c"'])
})

test('a quote left open costs its own row and no other', () => {
  const rows = all('a,"b\nc,d\n"x"y,1\ne,f')
  expect(rows.map((row) => row.damage)).toEqual(['text-after-quote', null, 'text-after-quote', null])
  expect(rows[3]?.cells).toEqual(['e', 'f'])
})

test('a quoted cell over the limit is damage, not an endless cell', () => {
  const rows = all(`"${'x'.repeat(MAX_QUOTED_LENGTH + 1)}"\nnext`)
  expect(rows.map((row) => row.damage)).toEqual(['unterminated-quote', null])
})

test('numbers: empty is null, 64-bit is kept, anything else is said to be no number', () => {
  const rows = csvRows('12,,-3,9007199254740991,1x,-\n')
  rows.next()
  expect([0, 1, 2, 3, 9].map((cell) => rows.number(cell))).toEqual([12, null, -3, 9007199254740991, null])
  expect(rows.notANumber()).toBe(false)
  expect(rows.number(4)).toBeNull()
  expect(rows.notANumber()).toBe(true)
})
