/** keepalived's instances: from the configuration of the process that runs, and the addresses held. */

import { readdirSync, readlinkSync, statSync } from 'node:fs'
import path from 'node:path'
import type { VrrpReading } from '../lib/model/host-report.ts'
import { parseKeepalived, type VrrpInstance } from '../lib/sources/host/parse-keepalived.ts'
import type { KnownProcess } from './process-list.ts'
import { readText } from './read-text.ts'

const DEFAULT_FILE = '/etc/keepalived/keepalived.conf'
const MAX_FILES = 50
const MAX_DEPTH = 5
const READ_AGAIN_MS = 10_000

export type Keepalived = {
  read: (processes: Iterable<KnownProcess>, held: Set<string>, steadyMs: number) => VrrpReading[]
  lacking: () => string | null
}

export function createKeepalived(): Keepalived {
  let instances: VrrpInstance[] = []
  let from = ''
  let readAtMs = Number.NEGATIVE_INFINITY
  let lacking: string | null = null

  function refresh(pid: number, steadyMs: number): void {
    const file = configOf(pid)
    if (file === from && steadyMs - readAtMs < READ_AGAIN_MS) return
    readAtMs = steadyMs
    const read = readAll(file)
    lacking = read ? null : `${file} can not be read`
    if (!read) return
    from = file
    instances = read
  }

  return {
    lacking: () => lacking,
    /** Empty until a keepalived was seen; a file alone says nothing about who runs. */
    read(processes, held, steadyMs) {
      const all = [...processes].filter((one) => one.command.startsWith('keepalived'))
      const main = all.find((one) => !all.some((other) => other.pid === one.parentPid))
      if (main) refresh(main.pid, steadyMs)
      const stopped = !main || all.some((one) => one.state === 'T' || one.state === 't' || one.state === 'Z')
      return instances.map((instance) => ({
        ...instance,
        state: stopped ? 'stopped' : stateOf(instance, held),
      }))
    },
  }
}

function stateOf({ addresses }: VrrpInstance, held: Set<string>): VrrpReading['state'] {
  const own = addresses.filter((one) => held.has(one)).length
  if (addresses.length === 0) return 'unknown'
  return own === addresses.length ? 'master' : own === 0 ? 'backup' : 'unknown'
}

function configOf(pid: number): string {
  const words = (readText(`/proc/${pid}/cmdline`) ?? '').split('\0')
  for (const [n, word] of words.entries()) {
    const given =
      word === '-f' || word === '--use-file'
        ? words[n + 1]
        : (/^--use-file=(.+)$/.exec(word)?.[1] ?? /^-f(.+)$/.exec(word)?.[1])
    if (given) return path.resolve(workingFolder(pid), given)
  }
  return DEFAULT_FILE
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return '/'
  }
}

/** Null where the first file can't be read; an include that can't be read is passed over, as keepalived does. */
function readAll(file: string): VrrpInstance[] | null {
  const instances: VrrpInstance[] = []
  let files = 0
  const readOne = (name: string, depth: number): boolean => {
    if (++files > MAX_FILES || depth > MAX_DEPTH) return false
    const text = readText(name)
    if (text === null) return false
    const config = parseKeepalived(text)
    instances.push(...config.instances)
    for (const include of config.includes)
      for (const match of matches(path.resolve(path.dirname(name), include))) readOne(match, depth + 1)
    return true
  }
  return readOne(file, 0) ? instances : null
}

/** Stars in the last part of a path only. */
function matches(pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return [pattern]
  const folder = path.dirname(pattern)
  const source = path
    .basename(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  try {
    return readdirSync(folder)
      .filter((name) => new RegExp(`^${source}$`).test(name))
      .sort()
      .map((name) => path.join(folder, name))
      .filter((name) => statSync(name).isFile())
  } catch {
    return []
  }
}
