/** A scenario as its file gives it: the site, the traffic, the faults on a clock, and the truth. */

import { z } from 'zod'
import { Duration } from './duration-and-names.ts'
import { FaultSchema, TrafficSchema } from './fault-schema.ts'
import { SiteSchema } from './site-schema.ts'

export const SUBJECT = /^(vip|host|connection|terminal|load-balancer|pool|server|process|source) \S.*$/
const Subject = z.string().regex(SUBJECT, 'a type and a name, such as "vip 10.20.0.100" or "host client1"')

/** What the lab sees for itself and a report can be measured from; otherwise the `id` of a fault. */
export const OBSERVATIONS = [
  'owner-changed', // another host got the address
  'two-owners', // two hosts hold it
  'first-loss', // the first thing a client sent that was never answered
  'first-fault',
  'first-failed-request', // the first after the first fault, by the clients
  'eviction', // HAProxy's own log: a server is DOWN
  'second-eviction', // another server than the first
  'pool-empty', // no server left
  'drain-started', // DRAIN, MAINT or stopping, by HAProxy's own log
  'sessions-cut', // a client's session ended before the client wanted it to
  'users-moved', // a person's cookie was replaced: another server has to do
  'versions-differ', // asked directly, servers gave different versions of a page
] as const

export const EXPECTED_SOCKETS = ['phantoms', 'blackholes', 'orphans'] as const

const ReportSchema = z.strictObject({
  kind: z.string(),
  /** All of these must be among its subjects. */
  subjects: z.array(Subject).default([]),
  after: z.string().default('first-fault'),
  /** The bar: reported no later than this after it. */
  within: Duration.optional(),
  /** Facts that it must give; `$cut` and `$moved` are what the clients counted: sessions of its server, people. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** Must list exactly these connections, as the lab itself saw them at both ends. */
  connections: z.enum(EXPECTED_SOCKETS).optional(),
})

export const ScenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  title: z.string(),
  about: z.string().default(''),
  site: SiteSchema,
  traffic: z.array(TrafficSchema).default([]),
  faults: z.array(FaultSchema).default([]),
  /** The page that the lab fetches from each server itself, to know their versions. */
  watchVersions: z.string().optional(),
  /** How long it goes on. */
  lasts: Duration,
  truth: z
    .strictObject({
      report: z.array(ReportSchema).default([]),
      rootCause: z.strictObject({ kind: z.string(), subject: Subject.optional() }).optional(),
      /** Incidents above the severity info; as many as there are failures. */
      incidents: z.number().int().min(0).optional(),
      /** Kinds that are right to report and right not to. */
      may: z.array(z.string()).default([]),
      /** Kinds that would be a plain lie, named for the reader: whatever is not expected is an alarm too many. */
      never: z.array(z.string()).default([]),
    })
    .prefault({}),
})

export type Scenario = z.infer<typeof ScenarioSchema>
export type ExpectedReport = Scenario['truth']['report'][number]
