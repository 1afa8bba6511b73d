/** Watches in every kernel who holds the VIPs, and tells each change as it comes. */

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Site } from '../net/start-site.ts'
import { readAddressLine } from './read-address-line.ts'

export type OwnerChange = { atMs: number; vip: string; host: string; gone: boolean; owners: string[] }
export type OwnerWatch = { owners: Map<string, Set<string>>; stop: () => void }

export async function watchOwners(site: Site, tell: (change: OwnerChange) => void): Promise<OwnerWatch> {
  const owners = new Map<string, Set<string>>()
  for (const { address } of site.plan.vips) owners.set(address, new Set(await site.owners(address)))
  const children: ChildProcess[] = []
  for (const [name, host] of site.plan.vrrp.run ? site.hosts : []) {
    const argv = ['-t', String(host.pid), '-n', '--', 'ip', '-tshort', '-oneline', 'monitor', 'address']
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nsenter', ...argv], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    children.push(child)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const read = readAddressLine(line)
      const held = read ? owners.get(read.address) : undefined
      if (!read || !held || held.has(name) !== read.gone) return
      if (read.gone) held.delete(name)
      else held.add(name)
      tell({ atMs: read.atMs, vip: read.address, host: name, gone: read.gone, owners: [...held] })
    })
  }
  return { owners, stop: () => children.forEach((child) => void child.kill('SIGKILL')) }
}
