/** Large access logs of other load balancers, as they write them: many clients, paths and agents, 20 servers, some errors. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { AGENTS, MONTHS, URIS } from '#lab/haproxy/write-httplog'
import { chanceOf } from '#lab/net/programs/chance'

export const ACCESS_LOGS = ['nginx-combined', 'nginx-ingress', 'envoy-default', 'envoy-istio', 'alb'] as const
export type AccessLog = (typeof ACCESS_LOGS)[number]

const FLUSH_BYTES = 1 << 20
const PER_SECOND = 2_000

type Drawn = {
  at: Date
  client: string
  server: string
  path: string
  agent: string
  status: number
  bytes: number
  tookMs: number
  id: string
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
const seconds = (ms: number) => `${Math.floor(ms / 1_000)}.${String(ms % 1_000).padStart(3, '0')}`
const clf = (at: Date) =>
  `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`

const combined = ({ at, client, path, agent, status, bytes }: Drawn) =>
  `${client} - - [${clf(at)}] "GET ${path} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`
const envoy = (of: Drawn, details: string, end: string) =>
  `[${of.at.toISOString()}] "GET ${of.path} HTTP/2" ${of.status} ${of.status === 503 ? 'UF' : '-'} ${details}0 ${of.bytes} ${of.tookMs + 1} ${of.status === 503 ? '-' : of.tookMs} "${of.client}" "${of.agent}" "${of.id}" "shop.example" "${of.server}"${end}`

const WRITERS: Record<AccessLog, (of: Drawn) => string> = {
  'nginx-combined': combined,
  'nginx-ingress': (of) =>
    `${combined(of)} 462 ${seconds(of.tookMs)} [app-80] [] ${of.server} ${of.bytes} ${seconds(of.tookMs)} ${of.status} ${of.id}`,
  'envoy-default': (of) => envoy(of, '', ''),
  'envoy-istio': (of) =>
    envoy(
      of,
      'via_upstream - "-" ',
      ` outbound|80||shop.default ${of.client}:40122 10.4.0.1:80 ${of.client}:51234 - default`,
    ),
  alb: (of) =>
    `https ${of.at.toISOString().slice(0, 23)}641Z app/shop/50dc6c495c0c9188 ${of.client}:2817 ${of.server} 0.000 ${seconds(of.tookMs)} 0.000 ${of.status} ${of.status} 125 ${of.bytes} "GET https://shop.example:443${of.path} HTTP/1.1" "${of.agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/app/73e2d6bc24d8a067 "Root=1-${of.id}" "shop.example" "-" 0 ${of.at.toISOString().slice(0, 23)}000Z "forward" "-" "-" "${of.server}" "${of.status}" "-" "-" TID_${of.id} "-" "-" "-"`,
}

export function writeAccessLog(kind: AccessLog, file: string, lines: number, startMs: number): void {
  const random = chanceOf(11)
  const out = openSync(file, 'w')
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const octet = () => Math.floor(random() * 256)
  const write = WRITERS[kind]
  let pending = ''
  for (let line = 0; line < lines; line++) {
    const drawn = random()
    pending += `${write({
      at: new Date(startMs + Math.floor((line * 1_000) / PER_SECOND)),
      client: `10.${octet()}.${octet()}.${octet()}`,
      server: `10.1.0.${1 + Math.floor(random() * 20)}:8080`,
      path: pick(URIS),
      agent: pick(AGENTS),
      status: drawn < 0.004 ? 503 : drawn < 0.02 ? 500 : drawn < 0.06 ? 404 : drawn < 0.1 ? 302 : 200,
      bytes: 200 + Math.floor(random() * 40_000),
      tookMs: Math.floor(-40 * Math.log(1 - random())),
      id: Math.floor(random() * 2 ** 52).toString(16),
    })}\n`
    if (pending.length < FLUSH_BYTES) continue
    writeSync(out, pending)
    pending = ''
  }
  writeSync(out, pending)
  closeSync(out)
}
