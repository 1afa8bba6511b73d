/** A port on loopback that nobody listens on just now, and that no outgoing connection will be given. */

import { createServer } from 'node:net'

/** Below the kernel's ephemeral ports: what restarts must find its port free again. */
const [FIRST, LAST] = [18_000, 32_000]
const TRIES = 200
const given = new Set<number>()

export async function freePort(): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`No free port between ${FIRST} and ${LAST} in ${TRIES} tries.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
