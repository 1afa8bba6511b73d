/** Writes a large httplog as rsyslog keeps it: servers of several pools, errors, IPv6, captures, retries, state lines. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { chanceOf } from '../net/programs/chance.ts'

const POOLS = ['app', 'api', 'static', 'search']
const SERVERS_EACH = 5
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const URIS = [
  '/',
  '/cart',
  '/api/v1/orders?page=3',
  '/img/logo-2x.png',
  '/search?q=blue%20chair&sort=price',
  '/checkout/confirm',
]
export const AGENTS = ['curl/8.5', 'Mozilla/5.0 (X11; Linux x86_64)', 'okhttp/4.12', 'Googlebot/2.1']
const STATES = [
  'is DOWN, reason: Layer4 timeout, check duration: 2001ms. 4 active and 0 backup servers left. 3 sessions active, 0 requeued, 0 remaining in queue.',
  'is UP, reason: Layer7 check passed, code: 200, check duration: 4ms. 5 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.',
]
const FLUSH_BYTES = 1 << 20
/** As many requests in a second of the log. */
const PER_SECOND = 2_000

export function writeHttplog(file: string, lines: number, startMs: number): void {
  const random = chanceOf(7)
  const out = openSync(file, 'w')
  let pending: string[] = []
  let size = 0
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
  let second = Number.NaN
  let stamp = ''
  let date = ''
  for (let line = 0; line < lines; line++) {
    const atMs = startMs + Math.floor((line * 1000) / PER_SECOND)
    if (Math.floor(atMs / 1000) !== second) {
      second = Math.floor(atMs / 1000)
      const at = new Date(second * 1000)
      const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
      const month = MONTHS[at.getUTCMonth()]
      stamp = `${month} ${String(at.getUTCDate()).padStart(2)} ${clock} lb1 haproxy[4711]: `
      date = `${two(at.getUTCDate())}/${month}/${at.getUTCFullYear()}:${clock}.`
    }
    const pool = POOLS[line % POOLS.length]!
    const server = `${pool}${1 + Math.floor(random() * SERVERS_EACH)}`
    const ms = String(atMs % 1000).padStart(3, '0')
    const text =
      line % 200_000 === 199_999
        ? `${stamp}Server ${pool}/${server} ${STATES[Math.floor(line / 200_000) % 2]}`
        : `${stamp}${client(random)} [${date}${ms}] www~ ${request(random, pool, server)} ${11 + (line % 90)}/${9 + (line % 80)}/${line % 40}/${line % 9}/${random() < 0.002 ? '+1' : random() < 0.01 ? 2 : 0} 0/0 {shop.example.com|${pick(AGENTS)}} {} "${random() < 0.8 ? 'GET' : 'POST'} ${pick(URIS)} HTTP/1.1"`
    pending.push(text)
    size += text.length + 1
    if (size < FLUSH_BYTES) continue
    writeSync(out, `${pending.join('\n')}\n`)
    pending = []
    size = 0
  }
  if (pending.length > 0) writeSync(out, `${pending.join('\n')}\n`)
  closeSync(out)
}

const octet = (random: () => number) => Math.floor(random() * 256)
const client = (random: () => number) =>
  random() < 0.1
    ? `2001:db8:${octet(random).toString(16)}::${octet(random).toString(16)}:${1024 + Math.floor(random() * 60_000)}`
    : `10.${octet(random)}.${octet(random)}.${octet(random)}:${1024 + Math.floor(random() * 60_000)}`

/** Pool and server, times, status, bytes, cookies and termination; what went wrong in one of fifty. */
function request(random: () => number, pool: string, server: string): string {
  const drawn = random()
  const response = Math.floor(-40 * Math.log(1 - random()))
  const bytes = 200 + Math.floor(random() * 40_000)
  if (drawn < 0.002) return `${pool}/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC--`
  if (drawn < 0.004) return `${pool}/${server} 0/5000/-1/-1/5000 503 217 - - sQ--`
  if (drawn < 0.006) return `${pool}/${server} 0/0/-1/-1/3004 503 217 - - SC--`
  if (drawn < 0.01) return `${pool}/${server} 0/0/1/-1/30001 504 194 - - sH--`
  if (drawn < 0.014) return `${pool}/${server} 0/0/1/${response}/${response + 9} 200 ${bytes} - - CD--`
  if (drawn < 0.02) return `${pool}/${server} 0/0/1/${response}/${response + 2} 500 512 - - ----`
  const status = drawn < 0.06 ? 404 : drawn < 0.1 ? 302 : 200
  return `${pool}/${server} 0/0/1/${response}/${response + 3} ${status} ${bytes} - - --${drawn < 0.5 ? 'VN' : 'NI'}`
}
