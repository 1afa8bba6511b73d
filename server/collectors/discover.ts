/** Looks for HAProxy sockets in the usual places, when no source is configured. */

import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Where distributions, packages and manuals put the stats socket. */
export const USUAL_FOLDERS = [
  '/run/haproxy',
  '/var/run/haproxy',
  '/var/lib/haproxy',
  '/run',
  '/var/run',
  '/tmp',
]
const NAMES = /^(haproxy|admin|stats|master|hapee|haproxy[-_.a-z0-9]*)\.(sock|socket)$|^haproxy$|^stats$/
/** In folders that everyone uses, only a name that says HAProxy counts. */
const SHARED = new Set(['/run', '/var/run', '/tmp'])

/** Absolute paths of what look like HAProxy sockets, each file once, a worker's before a master's. */
export function discoverSockets(folders: readonly string[] = USUAL_FOLDERS): string[] {
  const found = new Map<number, string>()
  for (const folder of folders) {
    let names: string[]
    try {
      names = readdirSync(folder)
    } catch {
      continue
    }
    for (const name of names.sort()) {
      if (!NAMES.test(name) || (SHARED.has(folder) && !/^(haproxy|hapee)/.test(name))) continue
      const file = path.join(folder, name)
      const info = statSync(file, { throwIfNoEntry: false })
      if (info?.isSocket() && !found.has(info.ino)) found.set(info.ino, file)
    }
  }
  return [...found.values()].sort((a, b) => Number(a.includes('master')) - Number(b.includes('master')))
}
