/** The JSON export's schema, version 1: what `format` promises to whoever reads it by program. */

import { z } from '@hono/zod-openapi'
import { EVIDENCE_FORMAT } from '#lib/postmortems/frozen-evidence'
import { DOCUMENT_FORMAT } from '#lib/postmortems/shared-document'
import { incidentSchema } from './incident-schemas.ts'
import { fieldsSchema } from './postmortem-schemas.ts'
import { eventSchema } from './schemas.ts'

const ms = z.number()
const maybe = z.number().nullable()
const window = { fromMs: ms, toMs: ms }
const counts = z.record(z.string(), z.number().nullable())

const stripSecond = z.object({
  second: z.number().int().openapi({ description: 'epoch seconds' }),
  claims: z.array(z.number()).openapi({
    description: 'servers by claim: unknown, up, going-down, going-up, down, nolb, drain, maint, no-check',
  }),
  ...{ sessions: maybe, requestRate: maybe, failureRate: maybe },
})
const networkSecond = z.object({
  second: z.number().int(),
  owners: z.array(z.string()),
  ...{ neighbourChanges: z.number(), disagree: z.number() },
  tcp: z.record(z.string(), z.number()),
  terminals: z.object({ open: z.number(), stalled: z.number() }),
})
const named = z.array(z.string())

export const documentSchema = z.object({
  format: z.literal(DOCUMENT_FORMAT),
  fields: fieldsSchema,
  ...{ createdAtMs: ms, updatedAtMs: ms, version: z.number().int() },
  evidenceHash: z.string().regex(/^[0-9a-f]{64}$/),
  redacted: named.openapi({
    description: 'rules that were applied; empty: the evidence is whole and has the hash',
  }),
  evidence: z.object({
    format: z.literal(EVIDENCE_FORMAT),
    salt: z.string().openapi({ description: 'empty in a redacted copy' }),
    frozenAtMs: ms,
    window: z.object(window),
    incidents: z.array(incidentSchema),
    events: z.array(eventSchema),
    pools: z.array(z.object({ pool: z.string(), resolutionS: z.number(), seconds: z.array(stripSecond) })),
    networks: z.array(z.object({ address: z.string(), seconds: z.array(networkSecond) })),
    annotations: z.array(z.object({ id: z.string(), atMs: ms, by: z.string(), text: z.string() })),
    gaps: z.array(z.object({ channel: z.enum(['pool', 'network']), subject: z.string(), ...window })),
    sources: z.array(
      z.object({
        ...{ name: z.string(), kind: z.string(), loadBalancer: z.string().nullable(), state: z.string() },
        ...{ lastReadingAtMs: maybe, lagMs: maybe, readings: maybe, rejects: counts, losses: counts },
        ...{ clockOffsetMs: maybe, clockErrorMs: maybe },
      }),
    ),
    names: z.object({ hosts: named, pools: named, servers: named }),
    versions: z.object({
      polygraph: z.string(),
      loadBalancers: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
      hosts: z.array(
        z.object({ name: z.string(), kernel: z.string().nullable(), agent: z.string().nullable() }),
      ),
    }),
    cuts: named,
  }),
})

/** JSON Schema, draft 2020-12. */
export const documentJsonSchema = () => z.toJSONSchema(documentSchema, { io: 'input' })
