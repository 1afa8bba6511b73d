/** The first words of a postmortem, taken from what the incident's evidence says; people go on from there. */

import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import { ENTRY_LIMIT, type PostmortemFields, TIMELINE_LIMIT, TITLE_LIMIT } from '../model/postmortem.ts'

/** An event this near to a sentence of the narrative, of the same finding's subjects, is what it rests on. */
const NEAR_MS = 50

export function draftFields(incident: Incident, events: readonly LbEvent[]): PostmortemFields {
  const { title, narrative, rootCause, otherCauses, findings, advice, confidence } = incident
  const inOrder = [...narrative].sort((a, b) => a.atMs - b.atMs).slice(0, TIMELINE_LIMIT)
  return {
    title: title.slice(0, TITLE_LIMIT),
    summary: `${sentence(title)} ${durationWords(incident)} Confidence ${Math.round(confidence * 100)} %.`,
    impact: findings.map(({ text }) => `- ${sentence(text)}`).join('\n'),
    timeline: inOrder.map(({ atMs, text, findingId }, at) => ({
      id: `t${at + 1}`,
      atMs,
      text: text.slice(0, ENTRY_LIMIT),
      eventId: eventOf(incident, findingId) ?? nearest(events, atMs),
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

function eventOf({ findings }: Incident, findingId: string | null): string | null {
  const finding = findings.find(({ id }) => id === findingId)
  return finding?.evidence.find(({ eventId }) => eventId !== null)?.eventId ?? null
}

function nearest(events: readonly LbEvent[], atMs: number): string | null {
  let best: LbEvent | null = null
  for (const event of events)
    if (Math.abs(event.atMs - atMs) <= Math.abs((best?.atMs ?? Number.POSITIVE_INFINITY) - atMs)) best = event
  return best && Math.abs(best.atMs - atMs) <= NEAR_MS ? best.id : null
}

function durationWords({ startedAtMs, endedAtMs }: Incident): string {
  const from = `It began at ${new Date(startedAtMs).toISOString()}`
  if (endedAtMs === null) return `${from} and still lasts.`
  return `${from} and was over after ${((endedAtMs - startedAtMs) / 1000).toFixed(1)} s.`
}

const sentence = (text: string): string => {
  const bare = text.trim().replace(/\.$/, '')
  return bare === '' ? '' : `${bare[0]!.toUpperCase()}${bare.slice(1)}.`
}
