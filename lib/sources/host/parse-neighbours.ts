/** `ip -o neigh` → what this host believes of its neighbours' MACs. */

import { NEIGHBOUR_STATES, type NeighbourReading, type NeighbourState } from '../../model/host-report.ts'
import { type Listing, readLines } from './rejects.ts'

export function parseNeighbours(text: string): Listing<NeighbourReading> {
  return readLines(text, parseNeighbour)
}

/** One line; null for what is no belief of this host's: proxies, bridge ports, multicast. */
export function parseNeighbour(line: string): NeighbourReading | string | null {
  const words = line.trim().split(/\s+/)
  const [address = ''] = words
  // A bridge's table of ports has no address in front.
  if (address === 'dev') return words.includes('lladdr') ? null : 'not-a-neighbour'
  const link = after(words, 'dev')
  if (!/^[0-9a-fA-F:.]+$/.test(address) || !link) return 'not-a-neighbour'
  if (words.includes('proxy')) return null
  const state = stateOf(words)
  if (state === 'noarp') return null
  const mac = after(words, 'lladdr')
  return { address: address.toLowerCase(), link, mac: mac && hasMac(state) ? mac : null, state }
}

/** A failed entry may still print the MAC that it lost. */
const hasMac = (state: NeighbourState) => state !== 'failed' && state !== 'incomplete'

function stateOf(words: string[]): NeighbourState {
  for (let n = words.length - 1; n > 0; n--) {
    const word = words[n]?.toLowerCase()
    const state = NEIGHBOUR_STATES.find((one) => one === word)
    if (state) return state
  }
  return 'unknown'
}

function after(words: string[], name: string): string | null {
  const at = words.indexOf(name)
  return at < 0 ? null : (words[at + 1] ?? null)
}
