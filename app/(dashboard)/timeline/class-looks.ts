/** How each class of events looks and is called: colour by the page's own names, height by weight. */

import { EVENT_CLASSES, type EventClass, STATE_CLASSES } from '#lib/model/event-class'
import { LIE_KINDS } from '#lib/views/incident-headline'
import type { TimelineFinding } from '#lib/views/timeline-view'
import type { StripPalette } from '../../strip-chart/strip-palette.ts'
import { CLAIM_WORDS } from '../../words/claim-word.tsx'

/** What a person switches on and off together. */
export const GROUPS = {
  state: 'server states',
  check: 'checks',
  verdict: 'verdicts',
  finding: 'findings',
  network: 'addresses, ARP, links',
  process: 'processes',
  setting: 'settings',
  source: 'sources',
} as const
export type Group = keyof typeof GROUPS
export const isGroup = (text: string): text is Group => Object.hasOwn(GROUPS, text)

const GROUP_OF: Partial<Record<EventClass, Group>> = {
  check: 'check',
  setting: 'setting',
  process: 'process',
  network: 'network',
  terminal: 'network',
  truth: 'verdict',
  lie: 'verdict',
  finding: 'finding',
  'finding-ended': 'finding',
  'source-lost': 'source',
  'source-recovered': 'source',
}

export const groupOf = (index: number): Group => GROUP_OF[EVENT_CLASSES[index] ?? 'unknown'] ?? 'state'

/** Heavier ones are drawn later and taller; of the lane's height. */
const WEIGHT: Partial<Record<EventClass, number>> = {
  check: 0.35,
  setting: 0.45,
  process: 0.6,
  network: 0.7,
  truth: 0.5,
  lie: 1,
  finding: 0.9,
  'finding-ended': 0.5,
  'source-lost': 0.6,
  'source-recovered': 0.6,
  down: 0.9,
  maint: 0.8,
  drain: 0.8,
}
export const weightOf = (index: number): number => WEIGHT[EVENT_CLASSES[index] ?? 'unknown'] ?? 0.65

export function colourOf(index: number, palette: StripPalette): string {
  const name = EVENT_CLASSES[index] ?? 'unknown'
  if (index < STATE_CLASSES) return palette.tones[name] ?? palette.muted
  if (name === 'lie') return palette.lie
  if (name === 'finding') return palette.text
  if (name === 'check') return palette.faint
  return palette.muted
}

export function barColour(
  { kind, severity }: Pick<TimelineFinding, 'kind' | 'severity'>,
  palette: StripPalette,
) {
  if (LIE_KINDS.has(kind)) return palette.lie
  if (severity === 'critical') return palette.tones.down!
  return severity === 'warning' ? palette.tones['going-down']! : palette.muted
}

export function classWord(index: number): string {
  const name = EVENT_CLASSES[index] ?? 'unknown'
  return index < STATE_CLASSES ? CLAIM_WORDS[name as keyof typeof CLAIM_WORDS] : name.replaceAll('-', ' ')
}
