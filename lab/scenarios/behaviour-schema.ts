/** The part of a scenario that says what a server's program is like: how fast, how many at once, what it gets wrong. */

import { z } from 'zod'
import { Duration, HostName } from './duration-and-names.ts'

const Share = z.number().min(0).max(1)

/**
 * Times drawn anew for each request or session. `lognormal` has a coefficient of variation of 1.5, `pareto` the index 1.3,
 * `mix` is 90 % short and 10 % twenty times as long; `mean` is that of the whole.
 */
export const SpreadSchema = z.strictObject({
  of: z.enum(['fixed', 'exponential', 'lognormal', 'pareto', 'mix']).default('exponential'),
  mean: Duration,
})

export const BehaviourSchema = z.strictObject({
  /** Requests worked on at once; what more comes waits. 0: no limit. */
  slots: z.number().int().min(0).max(1000).optional(),
  serviceTime: SpreadSchema.optional(),
  /** How many may wait; what more comes is reset. */
  backlog: z.number().int().min(0).max(100_000).optional(),
  /** Share of the application's answers that fail, and with what. */
  failShare: Share.optional(),
  failStatus: z.number().int().min(400).max(599).optional(),
  /** Share of answers that end in a RST after half of them. */
  resetShare: Share.optional(),
  /** /health: answered by the framework at once, in the queue like any other request, after asking the database, or failing. */
  health: z.enum(['shallow', 'queued', 'deep', 'fails']).optional(),
  /** A database host, asked once for each request of the application. */
  dependsOn: HostName.optional(),
  dependencyTimeout: Duration.optional(),
  /** What it serves, as told in ETag, X-Version and the body. */
  version: z.string().max(60).optional(),
  /** Each user gets another page. */
  personal: z.boolean().optional(),
})

export type Behaviour = z.infer<typeof BehaviourSchema>
export type Spread = z.infer<typeof SpreadSchema>
