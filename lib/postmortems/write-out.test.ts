/** One value has one text; Markdown tells what people wrote and how good the record is; a draft begins with the evidence. */

import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { draftFields } from './draft-fields.ts'
import { evidenceWindow } from './evidence-window.ts'
import {
  sampleDocument,
  sampleEvent,
  sampleEvidence,
  sampleIncident,
  T0,
} from './fixtures/sample-document.ts'
import { recordLines, toMarkdown } from './to-markdown.ts'

it('keys in order, whatever order they came in; nothing that JSON cannot hold', () => {
  const one = { b: [1, { z: null, a: 'é"' }], a: undefined, c: Number.NaN }
  expect(canonicalJson(one)).toBe('{"b":[1,{"a":"é\\"","z":null}],"c":null}')
  const evidence = sampleEvidence()
  const turned = Object.fromEntries(Object.entries(evidence).reverse())
  expect(canonicalJson(turned)).toBe(canonicalJson(evidence))
  expect(canonicalJson(JSON.parse(canonicalJson(evidence)))).toBe(canonicalJson(evidence))
})

it('the window holds the calm before and after, in whole seconds; what lasts ends now, and is said', () => {
  expect(evidenceWindow({ startedAtMs: T0 + 1, endedAtMs: T0 + 9_999 }, T0 + 1e9)).toEqual({
    ...{ fromMs: T0 - 60_000, toMs: T0 + 40_000 },
  })
  expect(evidenceWindow({ startedAtMs: T0, endedAtMs: null }, T0 + 5_500).toMs).toBe(T0 + 6_000)
  expect(evidenceWindow({ startedAtMs: T0, endedAtMs: null }, T0 + 1e9).toMs).toBe(T0 - 60_000 + 3_600_000)
})

it('gaps are stated for each channel', () => {
  const { gaps } = sampleEvidence()
  expect(gaps.map(({ channel, fromMs, toMs }) => [channel, fromMs - T0, toMs - T0])).toEqual([
    ...[
      ['pool', -2_000, 0],
      ['pool', 3_000, 30_000],
      ['network', 2_000, 30_000],
    ],
  ])
  expect(recordLines(sampleEvidence()).join(' ')).toContain('3 gaps, 57 s in all channels together.')
})

it('a draft says what the evidence says, and rests on its events', () => {
  const fields = draftFields(sampleIncident, [sampleEvent, { ...sampleEvent, id: 'near', atMs: T0 + 20 }])
  expect(fields.title).toBe('10.0.0.100 moved from lb1 to lb2')
  expect(fields.summary).toContain('was over after 20.0 s. Confidence 97 %.')
  expect(fields.timeline.map(({ eventId }) => eventId)).toEqual(['near', null])
  expect(fields.actions.map(({ text }) => text)).toEqual(['Use keepalive. None runs.'])
  expect(fields.causes).toBe('- lb1 lost its link eth0. (90 %)')
})

it('a sentence rests on the evidence that says it, or on the finding that was made, not on what happened just then', () => {
  const [evidence] = sampleIncident.findings[0]!.evidence
  const line = (text: string) => ({ atMs: T0 + 900, text, findingId: sampleIncident.findings[0]!.id })
  const said = { ...sampleIncident, narrative: [line(evidence!.text), line('client2 went on.')] }
  const events = [
    { ...sampleEvent, id: 'beside', atMs: T0 + 900 },
    { ...sampleEvent, id: 'seen', atMs: T0 + 910, host: 'client2' },
    {
      ...{ ...sampleEvent, id: 'found', atMs: T0 + 1500, to: 'opened', about: line('').findingId },
      kind: 'finding' as const,
    },
  ]
  expect(draftFields(said, events).timeline.map(({ eventId }) => eventId)).toEqual(['seen', 'found'])
  const known = structuredClone(said)
  known.findings[0]!.evidence[0]!.eventId = 'own'
  expect(draftFields(known, events).timeline[0]!.eventId).toBe('own')
  const named = { ...said, findings: [{ ...said.findings[0]!, text: 'web1 and client2 fail' }] }
  expect(draftFields(named, []).impact).toBe('- web1 and client2 fail.')
})

it('Markdown has all of it, and a bar in a cell does not break the table', () => {
  const document = sampleDocument()
  document.fields.actions[0]!.text = 'a | b\nc'
  const text = toMarkdown(document)
  expect(text).toMatch(/^# Failover of 10\.0\.0\.100\n/)
  expect(text).toContain('| a \\| b c | Ada Lovelace | open |  |')
  expect(text).toContain('## Findings')
  expect(text).not.toContain('## What went well')
  expect(text).toContain('Nothing was left out.\nSHA-256 of the whole evidence: `abab')
})
