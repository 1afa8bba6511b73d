/** Postmortems, links and redaction rules as the API takes and gives them. */

import { z } from '@hono/zod-openapi'
import {
  ACTION_STATES,
  ACTIONS_LIMIT,
  ENTRY_LIMIT,
  OWNER_LIMIT,
  TEXT_LIMIT,
  TIMELINE_LIMIT,
  TITLE_LIMIT,
} from '#lib/model/postmortem'
import {
  ACCESS_OUTCOMES,
  ALL_REDACTED,
  LINK_DEFAULT_MS,
  LINK_LONGEST_MS,
  LINK_SHORTEST_MS,
  PASSPHRASE_LONGEST,
  PASSPHRASE_SHORTEST,
  WORD_LIMIT,
  WORDS_LIMIT,
} from '#lib/model/share-link'

const id = z.string().min(1).max(300)
const ms = z.number().min(0)
const text = z.string().max(TEXT_LIMIT).openapi({ description: 'Markdown; raw HTML is shown as text' })

export const fieldsSchema = z
  .object({
    title: z.string().trim().min(1).max(TITLE_LIMIT),
    summary: text,
    impact: text,
    timeline: z
      .array(z.object({ id, atMs: ms, text: z.string().max(ENTRY_LIMIT), eventId: id.nullable() }))
      .max(TIMELINE_LIMIT),
    causes: text,
    wentWell: text,
    wentBadly: text,
    lucky: text,
    actions: z
      .array(
        z.object({
          id,
          text: z.string().max(ENTRY_LIMIT),
          owner: z.string().max(OWNER_LIMIT),
          state: z.enum(ACTION_STATES),
          dueAtMs: ms.nullable(),
        }),
      )
      .max(ACTIONS_LIMIT),
  })
  .openapi('PostmortemFields')

export const postmortemSchema = z
  .object({
    id,
    incidentIds: z.array(z.string()),
    version: z.number().int(),
    fields: fieldsSchema,
    evidenceHash: z.string().openapi({ description: 'SHA-256 of the canonical JSON of the evidence' }),
    ...{ createdAtMs: ms, createdBy: z.string(), updatedAtMs: ms, updatedBy: z.string() },
  })
  .openapi('Postmortem')

export const versionSchema = z
  .object({ version: z.number().int(), atMs: ms, by: z.string(), fields: fieldsSchema })
  .openapi('PostmortemVersion')

const rule = (what: string, byDefault: boolean) =>
  z.boolean().default(byDefault).openapi({ description: what })
export const rulesSchema = z
  .object({
    addresses: rule('IPv4, IPv6, MAC', ALL_REDACTED.addresses),
    hosts: rule('hosts, load balancers, full domain names', ALL_REDACTED.hosts),
    pools: rule('names of pools', ALL_REDACTED.pools),
    servers: rule('names of servers', ALL_REDACTED.servers),
    users: rule('owners, authors, users in commands, e-mail addresses', ALL_REDACTED.users),
    uris: rule('URLs, paths, query strings', ALL_REDACTED.uris),
    headers: rule('values of headers and cookies', ALL_REDACTED.headers),
    words: z.array(z.string().trim().min(1).max(WORD_LIMIT)).max(WORDS_LIMIT).default([]),
  })
  .openapi('RedactionRules')

const pseudonymKey = z
  .string()
  .regex(/^[\w-]{16,64}$/)
  .openapi({ description: 'links with the same key call the same thing the same; a new one by default' })

export const newLinkSchema = z
  .object({
    expiresInMs: z.number().int().min(LINK_SHORTEST_MS).max(LINK_LONGEST_MS).default(LINK_DEFAULT_MS),
    passphrase: z.string().min(PASSPHRASE_SHORTEST).max(PASSPHRASE_LONGEST).nullable().default(null),
    rules: rulesSchema.default(ALL_REDACTED),
    pseudonymKey: pseudonymKey.optional(),
  })
  .openapi('NewShareLink')

export const linkSchema = z
  .object({
    ...{ id, postmortemId: id, rules: rulesSchema, hasPassphrase: z.boolean() },
    ...{ createdAtMs: ms, createdBy: z.string(), expiresAtMs: ms, revokedAtMs: ms.nullable() },
  })
  .openapi('ShareLink')

export const madeLinkSchema = linkSchema
  .extend({ path: z.string().openapi({ description: 'given once; only its hash is kept' }) })
  .openapi('MadeShareLink')

export const accessSchema = z
  .object({ atMs: ms, address: z.string(), agent: z.string(), outcome: z.enum(ACCESS_OUTCOMES) })
  .openapi('LinkAccess')

export const previewQuery = z.object({
  /** RedactionRules as JSON; absent: nothing is left out. */
  rules: z
    .string()
    .max(8_000)
    .optional()
    .openapi({ description: 'RedactionRules as JSON; absent: nothing is left out' }),
  key: pseudonymKey.optional(),
})

/** Null where it is no JSON of rules. */
export function readRules(json: string): z.infer<typeof rulesSchema> | null {
  try {
    const read = rulesSchema.safeParse(JSON.parse(json))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
