/** The `probes:` section: what is asked of each server of a pool directly, and what its answer must be. */

import { z } from 'zod'

/** No server is asked more often than this, whatever is written. */
export const LEAST_INTERVAL_MS = 1_000
export const LONGEST_TIMEOUT_MS = 30_000
export const DEFAULT_PROBE_INTERVAL_MS = 5_000
export const DEFAULT_PROBE_TIMEOUT_MS = 2_000

export type ProbeSetting = {
  pool: string
  /** Null: wherever a pool of this name is. */
  loadBalancer: string | null
  /** Null: all of the pool. */
  servers: string[] | null
  path: string
  intervalMs: number
  timeoutMs: number
  /** Expected; empty: any below 400. */
  statuses: number[]
  body: RegExp | null
  /** Null: a digest of the body is its version, where `compareBody` is set. */
  versionHeader: string | null
  compareBody: boolean
  /** `Host` header. */
  host: string | null
  tls: { serverName: string | null; insecure: boolean } | null
}

const NO_BREAK = /^[^\r\n]*$/
const status = z.number().int().min(100).max(599)

const pattern = z
  .string()
  .max(500)
  .transform((text, context) => {
    try {
      return new RegExp(text)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })

/** `duration` reads `5s`. */
export const probesSchema = (duration: z.ZodType<number>) =>
  z
    .array(
      z.strictObject({
        pool: z.string().regex(/^[^\s/]+(?:\/[^\s/]+)?$/, 'a pool, or loadBalancer/pool'),
        servers: z.array(z.string()).min(1).optional(),
        path: z
          .string()
          .max(2_000)
          .regex(/^\/\S*$/, 'a path begins with / and has no spaces'),
        interval: duration.optional(),
        timeout: duration.optional(),
        status: z.union([status, z.array(status).min(1)]).optional(),
        body: pattern.optional(),
        versionHeader: z
          .string()
          .regex(/^[\w-]{1,100}$/, 'the name of a header')
          .optional(),
        compareBody: z.boolean().optional(),
        host: z.string().min(1).max(255).regex(NO_BREAK, 'one line').optional(),
        tls: z
          .union([
            z.boolean(),
            z.strictObject({ serverName: z.string().optional(), insecure: z.boolean().optional() }),
          ])
          .optional(),
      }),
    )
    .max(200)

type Written = z.output<ReturnType<typeof probesSchema>>[number]

export function toProbeSetting(one: Written): ProbeSetting {
  const [first, second] = one.pool.split('/')
  const { tls } = one
  return {
    pool: second ?? first!,
    loadBalancer: second === undefined ? null : first!,
    servers: one.servers ?? null,
    path: one.path,
    intervalMs: Math.max(LEAST_INTERVAL_MS, one.interval ?? DEFAULT_PROBE_INTERVAL_MS),
    timeoutMs: Math.min(LONGEST_TIMEOUT_MS, one.timeout ?? DEFAULT_PROBE_TIMEOUT_MS),
    statuses: one.status === undefined ? [] : [one.status].flat(),
    body: one.body ?? null,
    versionHeader: one.versionHeader ?? null,
    compareBody: one.compareBody ?? false,
    host: one.host ?? null,
    tls:
      tls === undefined || tls === false
        ? null
        : tls === true
          ? { serverName: null, insecure: false }
          : { serverName: tls.serverName ?? null, insecure: tls.insecure ?? false },
  }
}
