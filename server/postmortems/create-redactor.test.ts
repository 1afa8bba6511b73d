/** Large evidence is redacted in a thread, with the same answer, while everything else goes on. */

import { afterEach, expect, it } from 'vitest'
import { ALL_REDACTED } from '#lib/model/share-link'
import { canonicalJson } from '#lib/postmortems/canonical-json'
import { sampleEvent, sampleEvidence, samplePostmortem } from '#lib/postmortems/fixtures/sample-document'
import { createRedactor, LARGE_CHARS, type Redactor } from './create-redactor.ts'
import { type RedactionOrder, redactEvidence } from './redact-evidence.ts'

let redactor: Redactor
afterEach(() => redactor.stop())

function order(events: number): RedactionOrder {
  const many = Array.from({ length: events }, (_, n) => ({
    ...sampleEvent,
    id: `e${n}`,
    text: `web${n} of 10.0.${n % 250}.7 went down`,
  }))
  const evidence = canonicalJson(sampleEvidence({ events: many }))
  return { postmortem: samplePostmortem, evidence, rules: ALL_REDACTED, key: 'k' }
}

it('says the same in the thread as here, several at once, and lets others run meanwhile', async () => {
  redactor = createRedactor()
  const large = order(2000)
  expect(large.evidence.length).toBeGreaterThan(LARGE_CHARS)
  let turns = 0
  const turning = setInterval(() => turns++, 5)
  const [one, other] = await Promise.all([
    redactor.redact(large),
    redactor.redact({ ...large, key: 'another' }),
  ])
  clearInterval(turning)
  expect(turns).toBeGreaterThan(5)
  expect(one).toEqual(redactEvidence(large))
  expect(other).not.toEqual(one)
  expect(JSON.stringify(one)).not.toMatch(/10\.0\.\d+\.7/)
})

it('small evidence needs no thread', async () => {
  redactor = createRedactor()
  const small = order(3)
  expect(await redactor.redact(small)).toEqual(redactEvidence(small))
})

it('an order that cannot be carried out fails alone', async () => {
  redactor = createRedactor()
  const broken = { ...order(2000), evidence: `{${' '.repeat(LARGE_CHARS)}` }
  await expect(redactor.redact(broken)).rejects.toThrow()
  const large = order(2000)
  expect((await redactor.redact(large)).ok).toBe(true)
})
