/** What a stored LiveSnapshot must look like to be drawn; keys that are not named here pass as they are. */

import { z } from 'zod'

const words = z.string()
const maybe = z.string().nullable()
const number = z.number()
const maybeNumber = z.number().nullable()
const numbers = z.array(maybeNumber).min(5)

const server = z.looseObject({
  name: words,
  address: maybe,
  backup: z.boolean(),
  claim: z.looseObject({ status: words, kind: words }),
  claimSinceMs: number,
  verdict: z.looseObject({ kind: words, reason: words, rule: words, sinceMs: number }),
  weight: maybeNumber,
  strikes: z.looseObject({ left: number, of: number }).nullable(),
  checkProves: words,
  lastCheck: maybe,
  numbers,
})

const pool = z.looseObject({
  id: words,
  loadBalancer: words,
  name: words,
  mode: maybe,
  status: maybe,
  fresh: z.boolean(),
  numbers,
  servers: z.array(server),
})

const event = z.looseObject({
  id: words,
  kind: words,
  atMs: number,
  errorMs: number,
  observedAtMs: number,
  loadBalancer: words,
  pool: maybe,
  server: maybe,
  from: maybe,
  to: maybe,
  text: words,
  detail: maybe,
  seenBy: z.array(words),
})

const loadBalancer = z.looseObject({
  name: words,
  version: maybe,
  node: maybe,
  processes: z.array(z.looseObject({ pid: maybeNumber, startedAtMs: maybeNumber, stopping: z.boolean() })),
  oldWorkers: z.array(z.looseObject({ pid: number, connections: maybeNumber, sinceMs: number })),
  fresh: z.boolean(),
  lastReadingAtMs: maybeNumber,
})

const source = z.looseObject({
  name: words,
  kind: words,
  address: words,
  loadBalancer: maybe,
  state: words,
  lastReadingAtMs: maybeNumber,
  readings: number,
  rejects: z.record(words, number),
  rejectSamples: z.record(words, words),
  losses: z.record(words, number),
  fresh: z.boolean(),
})

const stripSecond = z.looseObject({
  second: number,
  claims: z.array(number),
  sessions: maybeNumber,
  requestRate: maybeNumber,
  failureRate: maybeNumber,
})

export const liveSnapshotShape = z.looseObject({
  seq: number,
  atMs: number,
  headline: z.looseObject({ tone: words, lead: words, rest: words, detail: words }),
  loadBalancers: z.array(loadBalancer),
  pools: z.array(pool),
  events: z.array(event),
  sources: z.array(source),
  strips: z.record(words, z.array(stripSecond)),
  // Absent in what versions without agents kept.
  hosts: z.array(z.looseObject({ name: words, fresh: z.boolean() })).default([]),
  vips: z.array(z.looseObject({ address: words, owners: z.array(z.unknown()) })).default([]),
  incidents: z.array(z.looseObject({ id: words, title: words, findings: z.array(z.unknown()) })).default([]),
  networkStrips: z.record(words, z.array(z.looseObject({ second: number }))).default({}),
})
