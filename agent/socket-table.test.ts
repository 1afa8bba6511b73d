/** The table of sockets against a plain Map. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTcpScan } from '../lib/sources/host/scan-tcp-rows.ts'
import { SocketTable } from './socket-table.ts'

const { row } = createTcpScan()
function at(n: number) {
  row.words.set([0, 0, 0xffff, 0x0a000001 + (n % 7), 0, 0, 0xffff, 0x0a000064])
  row.localPort = 1000 + n
  row.remotePort = 443
  return row
}

test('finds what is there and nothing else, whatever came and went before', () => {
  const step = fc.record({ n: fc.nat(400), add: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1200 }), (steps) => {
      const table = new SocketTable()
      const known = new Map<number, number>()
      for (const { n, add } of steps) {
        const { words, localPort, remotePort } = at(n)
        const id = table.find(words, localPort, remotePort)
        expect(id).toBe(known.get(n) ?? -1)
        if (add && id < 0) known.set(n, table.add(row))
        if (add || id < 0) continue
        table.remove(id)
        known.delete(n)
      }
      expect(table.size).toBe(known.size)
      for (const [n, id] of known) {
        at(n)
        expect(table.find(row.words, row.localPort, row.remotePort)).toBe(id)
        expect(table.local(id)).toBe(`10.0.0.${1 + (n % 7)}:${1000 + n}`)
        expect(table.remote(id)).toBe('10.0.0.100:443')
      }
    }),
    { numRuns: 30 },
  )
})

test('both ends of a connection fall into the same share', () => {
  const table = new SocketTable()
  for (let n = 0; n < 200; n++) {
    const here = table.add(at(n))
    const { words } = row
    const turned = [...words.slice(4), ...words.slice(0, 4)]
    words.set(turned)
    ;[row.localPort, row.remotePort] = [row.remotePort, row.localPort]
    expect(table.share(table.add(row))).toBe(table.share(here))
  }
})
