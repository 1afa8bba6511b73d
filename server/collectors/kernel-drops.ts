/** How many datagrams the kernel threw away for a UDP port because nobody read them in time (Linux only). */

import { readFile } from 'node:fs/promises'

/** Total drops of all sockets bound to the port; null where the kernel does not tell. */
export async function readKernelDrops(port: number): Promise<number | null> {
  const texts = await Promise.all(
    ['/proc/net/udp', '/proc/net/udp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const drops = texts
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${wanted}`))
    .map((fields) => Number(fields.at(-1)))
  return drops.length ? drops.reduce((a, b) => a + b, 0) : null
}
