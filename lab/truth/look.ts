/** One look at every kernel of a site: who holds which TCP socket at the same moment. */

import { readFileSync } from 'node:fs'
import type { Site } from '../net/start-site.ts'
import { type ProcSocket, readProcTcp } from './read-proc-tcp.ts'

export type Look = { atMs: number; hosts: Map<string, ProcSocket[]>; macs: Map<string, Map<string, string>> }

export function lookAt(site: Site, atMs: number): Look {
  const hosts = new Map<string, ProcSocket[]>()
  const macs = new Map<string, Map<string, string>>()
  for (const [name, host] of site.hosts) {
    const read = (file: string) => {
      try {
        return readFileSync(`/proc/${host.pid}/net/${file}`, 'utf8')
      } catch {
        return ''
      }
    }
    hosts.set(name, [...readProcTcp(read('tcp')), ...readProcTcp(read('tcp6'))])
    macs.set(name, readProcArp(read('arp')))
  }
  return { atMs, hosts, macs }
}

/** Address → MAC of the complete entries of /proc/net/arp. */
export function readProcArp(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split('\n').slice(1)) {
    const [address, , , mac] = line.split(/\s+/)
    if (address && mac && mac !== '00:00:00:00:00:00') found.set(address, mac)
  }
  return found
}
