/** What a server host's program answers over HTTP: the application, its health, streams and uploads. */

import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Behaviour } from '../../scenarios/behaviour-schema.ts'
import { chanceOf, drawMs } from './chance.ts'
import { workerSlots } from './worker-slots.ts'

export type IntroduceCommand = {
  do: 'introduce'
  name: string
  databases: Record<string, { host: string; port: number }>
  behaviour: Behaviour
}
export type BehaveCommand = { do: 'behave'; set: Behaviour }
export type StallCommand = { do: 'stall'; forMs: number }

type Settled = Pick<Behaviour, 'serviceTime' | 'dependsOn'> & {
  [Key in Exclude<keyof Behaviour, 'serviceTime' | 'dependsOn'>]: NonNullable<Behaviour[Key]>
}
const START: Settled = {
  ...{ slots: 0, backlog: 1000, failShare: 0, failStatus: 500, resetShare: 0, health: 'shallow' },
  ...{ dependencyTimeout: 5000, version: '1', personal: false },
}
const STREAM_EVERY_MS = 200
const PIECE = Buffer.alloc(1024, 'polygraph ')

let own: { name: string; databases: IntroduceCommand['databases'] } = { name: '', databases: {} }
let behaviour = START
let chance = chanceOf(1)
const slots = workerSlots()
slots.setLimits(START.slots, START.backlog)

export function introduce({ name, databases, behaviour: first }: IntroduceCommand): void {
  own = { name, databases }
  chance = chanceOf([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  behave(first)
}

/** Answers with what was there before, so that it can be put back. */
export function behave(set: Behaviour): Behaviour {
  const before = Object.fromEntries(
    Object.keys(set).map((key) => [key, behaviour[key as keyof Behaviour] ?? null]),
  )
  behaviour = { ...behaviour, ...set } as Settled
  slots.setLimits(behaviour.slots, behaviour.backlog)
  return before as Behaviour
}

export const stall = (forMs: number) => slots.stall(forMs)
export const ownName = () => own.name

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://server')
  response.setHeader('x-server', own.name)
  if (request.method === 'POST') return takeUpload(request, response)
  if (url.pathname === '/stream') return stream(response, Number(url.searchParams.get('ms')))
  const isCheck = url.pathname === '/health'
  const { health } = behaviour
  if (isCheck && health === 'fails') return end(response, 503)
  if (isCheck && health === 'shallow') return slots.moving().then(() => end(response, 200))
  const { serviceTime, dependsOn } = behaviour
  let status = !isCheck && chance() < behaviour.failShare ? behaviour.failStatus : 200
  const resets = !isCheck && chance() < behaviour.resetShare
  const took = await slots.work(!isCheck && serviceTime ? drawMs(serviceTime, chance) : 0, async () => {
    if (dependsOn && (!isCheck || health === 'deep') && !(await askDatabase(dependsOn))) status = 500
  })
  if (!took) return void request.socket.resetAndDestroy()
  if (resets) {
    response.writeHead(200, { 'content-length': 2 * PIECE.length })
    response.write(PIECE, () => request.socket.resetAndDestroy())
    return
  }
  if (!isCheck) putVersion(request, response)
  end(response, status)
}

function putVersion(request: IncomingMessage, response: ServerResponse) {
  const user = /user=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? `${Math.floor(chance() * 1e9)}`
  const version = behaviour.personal ? `${behaviour.version}-${user}` : behaviour.version
  response.setHeader('etag', `"${version}"`)
  response.setHeader('x-version', behaviour.version)
  response.setHeader('x-page', version)
}

function end(response: ServerResponse, status: number) {
  response.statusCode = status
  const page = response.getHeader('x-page')
  response.end(status >= 400 ? 'it failed\n' : page === undefined ? 'ok\n' : `page ${page}\n`)
}

function askDatabase(name: string): Promise<boolean> {
  const at = own.databases[name]
  if (!at) return Promise.resolve(false)
  return new Promise((resolve) => {
    const asked = http.get(
      { ...at, path: '/query', agent: false, timeout: behaviour.dependencyTimeout },
      (got) => {
        got.resume()
        got.on('end', () => resolve((got.statusCode ?? 500) < 400))
        got.on('error', () => resolve(false))
      },
    )
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
  })
}

/** As long as it was asked for; the client knows by its end that it has all. */
function stream(response: ServerResponse, forMs: number) {
  response.write(PIECE)
  const endsAt = performance.now() + forMs
  const timer = setInterval(() => {
    if (performance.now() < endsAt) return void response.write(PIECE)
    clearInterval(timer)
    response.end('complete\n')
  }, STREAM_EVERY_MS)
  response.on('close', () => clearInterval(timer))
}

function takeUpload(request: IncomingMessage, response: ServerResponse) {
  let bytes = 0
  request.on('data', (data) => {
    bytes += data.length
  })
  request.on('error', () => undefined)
  request.on('end', () => response.end(`took ${bytes} bytes\n`))
}
