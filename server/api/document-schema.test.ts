/** What is exported, whole or redacted, is what the schema says. */

import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { ALL_REDACTED } from '#lib/model/share-link'
import { sampleDocument } from '#lib/postmortems/fixtures/sample-document'
import { redact } from '#lib/postmortems/redact'
import { documentJsonSchema, documentSchema } from './document-schema.ts'

it('a whole export and a redacted one are both of the schema', () => {
  const whole = JSON.parse(JSON.stringify(sampleDocument()))
  expect(documentSchema.safeParse(whole).error?.issues ?? []).toEqual([])
  const hidden = redact(sampleDocument(), ALL_REDACTED, (text) =>
    createHmac('sha256', 'k').update(text).digest('hex'),
  )
  if (!hidden.ok) throw new Error(hidden.reason)
  expect(documentSchema.safeParse(JSON.parse(JSON.stringify(hidden.document))).error?.issues ?? []).toEqual(
    [],
  )
  expect(documentSchema.safeParse({ ...whole, format: 'polygraph-postmortem/2' }).success).toBe(false)
})

it('is told as JSON Schema, with its version', () => {
  const schema = documentJsonSchema() as { $schema?: string; properties?: Record<string, { const?: string }> }
  expect(schema.$schema).toContain('2020-12')
  expect(schema.properties?.format?.const).toBe('polygraph-postmortem/1')
})
