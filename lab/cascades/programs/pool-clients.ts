/** Clients of many pools in one process: open-loop arrivals at a rate that can change, and closed loops that saturate. */

import net from 'node:net'
import { createInterface } from 'node:readline'
import { atRandomMoments, chanceOf } from '../../net/programs/chance.ts'

export type ClientsCommand =
  | { do: 'rate'; name: string; port: number; perSecond: number; seed: number }
  | { do: 'saturate'; port: number; connections: number; forMs: number }
  | { do: 'counts' }
export type ClientCounts = Record<string, { sent: number; ok: number; failed: number }>

const ASK = 'GET / HTTP/1.1\r\nhost: lab\r\nconnection: close\r\n\r\n'
const PATIENCE_MS = 15_000
const MAX_UNDER_WAY = 5000

const tasks = new Map<string, () => void>()
const counts: ClientCounts = {}
let underWay = 0

function ask(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let ok = false
    const socket = net.connect({ host: '127.0.0.1', port }, () => socket.write(ASK))
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.once('data', (data) => {
      ok = data.toString('latin1', 9, 12) === '200'
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(ok))
  })
}

function setRate({ name, port, perSecond, seed }: Extract<ClientsCommand, { do: 'rate' }>) {
  tasks.get(name)?.()
  tasks.delete(name)
  const count = counts[name] ?? { sent: 0, ok: 0, failed: 0 }
  counts[name] = count
  if (perSecond <= 0) return
  const send = async () => {
    if (underWay >= MAX_UNDER_WAY) return
    underWay++
    count.sent++
    if (await ask(port)) count.ok++
    else count.failed++
    underWay--
  }
  tasks.set(
    name,
    atRandomMoments(perSecond, chanceOf(seed), () => void send()),
  )
}

/** How many were answered a second, after a start that does not count. */
async function saturate({ port, connections, forMs }: Extract<ClientsCommand, { do: 'saturate' }>) {
  const began = performance.now()
  const countsFrom = began + forMs / 5
  const ends = began + forMs
  let answered = 0
  const loop = async () => {
    while (performance.now() < ends) {
      const ok = await ask(port)
      const now = performance.now()
      if (ok && now >= countsFrom && now < ends) answered++
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  return (answered * 1000) / (ends - countsFrom)
}

async function carryOut(command: ClientsCommand): Promise<unknown> {
  if (command.do === 'rate') return setRate(command)
  if (command.do === 'saturate') return saturate(command)
  return counts
}

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const { id, ...command } = JSON.parse(line) as ClientsCommand & { id: number }
    const answer = await carryOut(command as ClientsCommand).then(
      (value) => ({ id, value }),
      (error) => ({ id, problem: String(error) }),
    )
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  })
  .on('close', () => process.exit(0))
