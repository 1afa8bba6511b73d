/** What this machine lacks for hosts in network namespaces; empty where the lab can stand. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const FOLDERS = () => [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin']

/** Program and the Debian package that has it. */
export const LAB_PROGRAMS = {
  haproxy: 'haproxy',
  keepalived: 'keepalived',
  ip: 'iproute2',
  nft: 'nftables',
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  script: 'bsdutils',
  arping: 'iputils-arping',
} as const

export function findProgram(name: string): string | null {
  for (const folder of FOLDERS()) if (existsSync(`${folder}/${name}`)) return `${folder}/${name}`
  return null
}

/** One sentence, or null where nothing is missing. */
export function whatLabLacks(): string | null {
  if (process.platform !== 'linux') return 'The lab needs Linux: its hosts are network namespaces.'
  if (process.getuid?.() !== 0) return 'The lab needs root: its hosts are network namespaces.'
  const missing = Object.entries(LAB_PROGRAMS).filter(([name]) => !findProgram(name))
  if (missing.length) {
    const packages = [...new Set(missing.map(([, debian]) => debian))]
    const programs = missing.map(([name]) => name).join(', ')
    return `The lab needs ${programs}: apt-get install ${packages.join(' ')}`
  }
  const tried = spawnSync('unshare', ['--net', '--pid', '--mount', '--uts', '--fork', 'true'], {
    encoding: 'utf8',
    timeout: 5000,
  })
  if (tried.status !== 0)
    return `The lab may not make namespaces here: ${(tried.stderr || String(tried.error)).trim()}`
  return null
}
