/** What an agent's report must look like; keys that this version does not know are left out. */

import { z } from 'zod'
import { NEIGHBOUR_STATES } from '../../model/host-report.ts'

/** Longest list in a report, and longest word. */
export const MAX_LIST = 200_000
const MAX_WORD = 4_096

const word = z.string().max(MAX_WORD)
const number = z.number()
const maybeNumber = number.nullable()
const maybeWord = word.nullable()
const list = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_LIST)

const link = z.object({
  name: word,
  mac: maybeWord,
  up: z.boolean(),
  carrier: z.boolean().nullable(),
  loopback: z.boolean(),
  type: maybeWord,
})
const address = z.object({
  address: word,
  prefixLength: number,
  link: word,
  scope: z.enum(['global', 'link', 'host', 'site']),
  usable: z.boolean(),
})
const neighbour = z.object({
  address: word,
  link: word,
  mac: maybeWord,
  state: z.enum([...NEIGHBOUR_STATES, 'unknown']),
})
const route = z.object({
  destination: word,
  family: z.union([z.literal(4), z.literal(6)]),
  via: maybeWord,
  link: maybeWord,
  source: maybeWord,
  metric: maybeNumber,
})
const turn = <W extends string, T extends z.ZodType>(what: W, of: T) =>
  z.object({ atMs: number, what: z.literal(what), from: of.nullable(), to: of.nullable() })
const change = z.discriminatedUnion('what', [
  turn('link', link),
  turn('address', address),
  turn('neighbour', neighbour),
  turn('route', route),
])
const process = z.object({ pid: number, command: word })
const socket = z.object({
  local: word,
  remote: word,
  state: z.enum([
    'established',
    'syn-sent',
    'syn-recv',
    'fin-wait-1',
    'fin-wait-2',
    'close-wait',
    'last-ack',
    'closing',
    'unknown',
  ]),
  sendQueue: number,
  receiveQueue: number,
  timer: z
    .object({
      kind: z.enum(['retransmit', 'keepalive', 'persist', 'other']),
      expiresInMs: number,
      tries: number,
    })
    .nullable(),
  detail: z
    .object({
      backoff: number,
      unacked: number,
      lastSentMs: maybeNumber,
      lastReceivedMs: maybeNumber,
      lastAckMs: maybeNumber,
      rttMs: maybeNumber,
      rtoMs: maybeNumber,
      retransmits: number,
      bytesSent: maybeNumber,
      bytesReceived: maybeNumber,
    })
    .nullable(),
  process: process.nullable(),
})
const sockets = z.object({
  atMs: number,
  endedAtMs: number,
  full: z.boolean(),
  put: list(socket),
  gone: list(word),
  total: number,
  sampled: number.min(0).max(1),
})
const watched = z.object({
  pid: number,
  parentPid: number,
  command: word,
  state: word,
  startedAtMs: maybeNumber,
  listens: list(number).nullable(),
  connections: maybeNumber,
})
const vrrp = z.object({
  instance: word,
  link: maybeWord,
  routerId: maybeNumber,
  priority: maybeNumber,
  advertMs: maybeNumber,
  addresses: list(word),
  state: z.enum(['master', 'backup', 'stopped', 'unknown']),
})
const terminal = z.object({
  tty: word,
  user: maybeWord,
  commands: list(
    z.object({
      pid: number,
      command: word,
      arguments: maybeWord,
      startedAtMs: maybeNumber,
      state: word,
      sockets: list(word),
    }),
  ),
  carriedBy: maybeWord,
  lastOutputAtMs: maybeNumber,
  lastInputAtMs: maybeNumber,
})
const hello = z.object({
  version: word,
  kernel: maybeWord,
  intervalMs: number.min(10),
  lacks: list(z.object({ what: word, why: word })),
  settings: z.object({
    keepaliveTimeS: maybeNumber,
    keepaliveIntervalS: maybeNumber,
    keepaliveProbes: maybeNumber,
    retries2: maybeNumber,
    synRetries: maybeNumber,
  }),
})

export const reportShape = z.object({
  kind: z.literal('host'),
  host: word.min(1),
  session: word.min(1),
  seq: number.int(),
  keptFrom: number.int(),
  atMs: number,
  clock: z.object({ offsetMs: number, errorMs: number.min(0) }).nullable(),
  hello: hello.optional(),
  changes: list(change).optional(),
  links: list(link).optional(),
  addresses: list(address).optional(),
  neighbours: list(neighbour).optional(),
  routes: list(route).optional(),
  sockets: sockets.optional(),
  listens: list(word).optional(),
  processes: list(watched).optional(),
  vrrp: list(vrrp).optional(),
  terminals: list(terminal).optional(),
  resets: list(z.object({ atMs: number, local: word, remote: word, reason: maybeWord })).optional(),
  tcp: z
    .object({
      segmentsRetransmitted: number,
      resetsSent: number,
      timeouts: number,
      abortsOnTimeout: number,
    })
    .optional(),
  dropped: z.object({ reports: number, fromMs: number, toMs: number, limit: word }).optional(),
})
