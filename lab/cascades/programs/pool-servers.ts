/** Many small servers in one process, each with its own workers and line: HTTP enough for HAProxy, and cheap. */

import net from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { chanceOf, drawMs } from '../../net/programs/chance.ts'
import { type WorkerSlots, workerSlots } from '../../net/programs/worker-slots.ts'
import type { Spread } from '../../scenarios/behaviour-schema.ts'

export type ServersCommand =
  | { do: 'listen'; name: string; slots: number; backlog: number; service: Spread; seed: number }
  | { do: 'stall'; name: string; forMs: number }
  | { do: 'waiting' }
  | { do: 'lateness' }

/** What a check costs a worker. */
const CHECK_MS = 1
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nok\n'

/** How late this machine lets timers be: servers that share a core are slower than they are meant to be. */
const RESOLUTION_MS = 10
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()

const servers = new Map<string, WorkerSlots>()

function listen({ name, slots, backlog, service, seed }: Extract<ServersCommand, { do: 'listen' }>) {
  const workers = workerSlots()
  workers.setLimits(slots, backlog)
  servers.set(name, workers)
  const chance = chanceOf(seed)
  return new Promise<number>((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.once('data', async (data) => {
        const isCheck = data.toString('latin1', 0, 16).includes(' /health')
        const took = await workers.work(isCheck ? CHECK_MS : drawMs(service, chance))
        if (took) socket.end(ANSWER)
        else socket.resetAndDestroy()
      })
    })
    server.on('error', reject)
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () =>
      resolve((server.address() as net.AddressInfo).port),
    )
  })
}

async function carryOut(command: ServersCommand): Promise<unknown> {
  if (command.do === 'listen') return listen(command)
  if (command.do === 'stall') return servers.get(command.name)!.stall(command.forMs)
  if (command.do === 'lateness') {
    const lateMs = delay.percentile(99) / 1e6 - RESOLUTION_MS
    delay.reset()
    return lateMs
  }
  return Object.fromEntries([...servers].map(([name, one]) => [name, one.waiting()]))
}

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const { id, ...command } = JSON.parse(line) as ServersCommand & { id: number }
    const answer = await carryOut(command as ServersCommand).then(
      (value) => ({ id, value }),
      (error) => ({ id, problem: String(error) }),
    )
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  })
  .on('close', () => process.exit(0))
