/** One look at every kernel of a site: who holds which TCP socket at the same moment. */

import { readFile } from 'node:fs/promises'
import type { Site } from '../net/start-site.ts'
import { type ProcSocket, readProcTcp } from './read-proc-tcp.ts'

export type Look = { atMs: number; hosts: Map<string, ProcSocket[]>; macs: Map<string, Map<string, string>> }

/** The kernels write their tables beside this thread: it is also the one that passes on what agents send. */
export async function lookAt(site: Site, atMs: number): Promise<Look> {
  const hosts = new Map<string, ProcSocket[]>()
  const macs = new Map<string, Map<string, string>>()
  await Promise.all(
    [...site.hosts].map(async ([name, host]) => {
      const read = (file: string) => readFile(`/proc/${host.pid}/net/${file}`, 'utf8').catch(() => '')
      const [four, six, arp] = await Promise.all([read('tcp'), read('tcp6'), read('arp')])
      hosts.set(name, [...readProcTcp(four), ...readProcTcp(six)])
      macs.set(name, readProcArp(arp))
    }),
  )
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
