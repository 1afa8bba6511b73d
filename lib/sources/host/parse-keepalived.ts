/** keepalived.conf → its VRRP instances. */

import type { VrrpReading } from '../../model/host-report.ts'
import { formatIpv6 } from './format-endpoint.ts'
import { readEndpoint } from './read-endpoint.ts'

export type VrrpInstance = Omit<VrrpReading, 'state'>
export type KeepalivedConfig = { instances: VrrpInstance[]; includes: string[] }

/** The excluded ones are served as well, only not announced. */
const ADDRESS_BLOCKS = new Set(['virtual_ipaddress', 'virtual_ipaddress_excluded'])

/** Unknown blocks and words are passed over: keepalived has some hundred of them. */
export function parseKeepalived(text: string): KeepalivedConfig {
  const instances: VrrpInstance[] = []
  const includes: string[] = []
  const blocks: string[] = []
  let before: string[] = []
  for (const raw of text.split('\n')) {
    // A brace may stand on the word's line or on the next.
    for (const part of raw.replace(/[#!].*$/, '').split(/([{}])/)) {
      const words = part.trim().split(/\s+/)
      const [name = '', value = ''] = words
      if (name === '') continue
      if (name === '{') {
        if (before[0] === 'vrrp_instance') instances.push(blank(before[1] ?? ''))
        blocks.push(before[0] ?? '')
        before = []
      } else if (name === '}') blocks.pop()
      else {
        before = words
        const instance = blocks[0] === 'vrrp_instance' ? instances.at(-1) : undefined
        if (name === 'include') includes.push(value)
        else if (instance && blocks.length === 1) readSetting(instance, name, value)
        else if (instance && ADDRESS_BLOCKS.has(blocks.at(-1) ?? '')) {
          const address = shortAddress(name)
          if (address) instance.addresses.push(address)
        }
      }
    }
  }
  return { instances, includes }
}

function blank(instance: string): VrrpInstance {
  return { instance, link: null, routerId: null, priority: null, advertMs: null, addresses: [] }
}

function readSetting(instance: VrrpInstance, name: string, value: string): void {
  const number = Number(value)
  if (name === 'interface') instance.link = value
  else if (value === '' || Number.isNaN(number)) return
  else if (name === 'virtual_router_id') instance.routerId = number
  else if (name === 'priority') instance.priority = number
  else if (name === 'advert_int') instance.advertMs = Math.round(number * 1000)
}

/** As the kernel writes it; null where the word is no address. */
function shortAddress(word: string): string | null {
  const address = word.split('/')[0] ?? ''
  const endpoint = readEndpoint(`${address}:0`)
  if (!endpoint) return null
  return address.includes(':') ? formatIpv6(endpoint.words) : address
}
