/** `/proc/net/arp` → IPv4 neighbours, for hosts without `ip`. */

import type { NeighbourReading } from '../../model/host-report.ts'
import { type Listing, readLines } from './rejects.ts'

const LINE = /^(\d+\.\d+\.\d+\.\d+)\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+([0-9a-f:]{17})\s+\S+\s+(\S+)/
/** The kernel's flags: the MAC is known; it was set by hand. */
const COMPLETE = 2
const PERMANENT = 4

export function parseProcArp(text: string): Listing<NeighbourReading> {
  return readLines(text, (line) => {
    if (line.startsWith('IP address')) return null
    const match = LINE.exec(line)
    if (!match) return 'not-a-neighbour'
    const [, address = '', hex = '0', mac = '', link = ''] = match
    const flags = Number.parseInt(hex, 16)
    const known = (flags & COMPLETE) !== 0
    const state = flags & PERMANENT ? 'permanent' : known ? 'unknown' : 'incomplete'
    return { address, link, mac: known ? mac : null, state }
  })
}
