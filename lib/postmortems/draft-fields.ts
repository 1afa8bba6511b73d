/** The first words of a postmortem, taken from what the incident's evidence says; people go on from there. */

import type { Incident, NarrativeLine } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import { ENTRY_LIMIT, type PostmortemFields, TIMELINE_LIMIT, TITLE_LIMIT } from '../model/postmortem.ts'

/** Where nothing better is known, an event this near to a sentence is what it rests on; one by the same witness first. */
const NEAR_MS = 50

export function draftFields(incident: Incident, events: readonly LbEvent[]): PostmortemFields {
  const { title, narrative, rootCause, otherCauses, findings, advice, confidence } = incident
  const names = namesOf(incident)
  const sentence = (text: string) => toSentence(text, names)
  const inOrder = [...narrative].sort((a, b) => a.atMs - b.atMs).slice(0, TIMELINE_LIMIT)
  return {
    title: title.slice(0, TITLE_LIMIT),
    summary: `${sentence(title)} ${durationWords(incident)} Confidence ${Math.round(confidence * 100)} %.`,
    impact: findings.map(({ text }) => `- ${sentence(text)}`).join('\n'),
    timeline: inOrder.map((line, at) => ({
      id: `t${at + 1}`,
      atMs: line.atMs,
      text: line.text.slice(0, ENTRY_LIMIT),
      eventId: eventOf(incident, line, events),
    })),
    causes: [rootCause, ...otherCauses]
      .map((cause) => `- ${sentence(cause.reason)} (${Math.round(cause.confidence * 100)} %)`)
      .join('\n'),
    wentWell: '',
    wentBadly: '',
    lucky: '',
    actions: advice
      .filter(({ when }) => when === 'next-time')
      .map(({ title: what, why }, at) => ({
        id: `a${at + 1}`,
        text: `${sentence(what)} ${why}`.slice(0, ENTRY_LIMIT),
        owner: '',
        state: 'open',
        dueAtMs: null,
      })),
  }
}

/** The evidence that says the same, or else that the finding was made; without either, what happened just then. */
function eventOf({ findings }: Incident, line: NarrativeLine, events: readonly LbEvent[]): string | null {
  const finding = findings.find(({ id }) => id === line.findingId)
  const saying = finding?.evidence.find(
    (one) => one.atMs === line.atMs && bare(one.text) === bare(line.text) && one.text !== finding.text,
  )
  if (saying) return saying.eventId ?? nearest(events, line.atMs, saying.witness)
  const made = events.find(
    (one) => one.kind === 'finding' && one.to === 'opened' && one.about === finding?.id,
  )
  return made?.id ?? nearest(events, line.atMs, null)
}

const bare = (text: string) => text.trim().replace(/\.$/, '').toLowerCase()

function nearest(events: readonly LbEvent[], atMs: number, witness: string | null): string | null {
  const near = events.filter((event) => Math.abs(event.atMs - atMs) <= NEAR_MS)
  const theirs = near.filter((event) => witness !== null && event.host === witness)
  const [first] = (theirs.length > 0 ? theirs : near).sort(
    (a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs),
  )
  return first?.id ?? null
}

function durationWords({ startedAtMs, endedAtMs }: Incident): string {
  const from = `It began at ${new Date(startedAtMs).toISOString()}`
  if (endedAtMs === null) return `${from} and still lasts.`
  return `${from} and was over after ${((endedAtMs - startedAtMs) / 1000).toFixed(1)} s.`
}

/** Names keep the case that they have, also at the beginning of a sentence. */
function namesOf({ subjects, findings }: Incident): Set<string> {
  const ids = [
    ...subjects.map(({ id }) => id),
    ...findings.flatMap((one) => [
      ...one.subjects.map(({ id }) => id),
      ...one.evidence.flatMap((seen) => [seen.witness, seen.subject.id]),
    ]),
  ]
  return new Set(ids.flatMap((id) => [id, ...id.split('/')]))
}

function toSentence(text: string, names: ReadonlySet<string>): string {
  const whole = text.trim().replace(/\.$/, '')
  const first = /^[^\s,;:]*/.exec(whole)?.[0] ?? ''
  const isName = names.has(first) || first.split('/').some((part) => names.has(part))
  if (whole === '') return ''
  return `${isName ? whole[0] : whole[0]!.toUpperCase()}${whole.slice(1)}.`
}
