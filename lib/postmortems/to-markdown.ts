/** A shared document as one Markdown text: what people wrote, then the evidence in tables. */

import type { SharedDocument } from './shared-document.ts'

export const EVENTS_TOLD = 500

export function toMarkdown({ fields, evidence, evidenceHash, redacted }: SharedDocument): string {
  const out: string[] = [`# ${line(fields.title)}`, '']
  const part = (title: string, text: string) => {
    if (text.trim() !== '') out.push(`## ${title}`, '', text.trim(), '')
  }
  part('Summary', fields.summary)
  part('Impact', fields.impact)
  part(
    'Timeline',
    table(
      ['Time (UTC)', 'What'],
      fields.timeline.map(({ atMs, text }) => [utc(atMs), text]),
    ),
  )
  part('Causes', fields.causes)
  part('What went well', fields.wentWell)
  part('What went badly', fields.wentBadly)
  part('Where we were lucky', fields.lucky)
  part(
    'Actions',
    table(
      ['What', 'Owner', 'State', 'Due'],
      fields.actions.map(({ text, owner, state, dueAtMs }) => [
        ...[text, owner, state],
        dueAtMs === null ? '' : utc(dueAtMs).slice(0, 10),
      ]),
    ),
  )
  const findings = evidence.incidents.flatMap((incident) => incident.findings)
  part(
    'Findings',
    table(
      ['Began (UTC)', 'Kind', 'Severity', 'Confidence', 'What'],
      findings.map(({ startedAtMs, kind, severity, confidence, text }) => [
        ...[utc(startedAtMs), kind, severity, `${Math.round(confidence * 100)} %`, text],
      ]),
    ),
  )
  const events = evidence.events.slice(0, EVENTS_TOLD)
  part(
    'Events',
    table(
      ['Time (UTC)', '±', 'What'],
      events.map((each) => [utc(each.atMs), `${Math.round(each.errorMs)} ms`, each.text]),
    ),
  )
  if (evidence.events.length > events.length)
    out.push(`${events.length} of ${evidence.events.length} events are told; the JSON export has all.`, '')
  part(
    'The record',
    recordLines(evidence)
      .map((each) => `- ${each}`)
      .join('\n'),
  )
  out.push(
    redacted.length ? `Left out or renamed: ${redacted.join(', ')}.` : 'Nothing was left out.',
    `SHA-256 of the whole evidence: \`${evidenceHash}\``,
  )
  return `${out.join('\n')}\n`
}

/** Sentences on how good the record is: window, sampling, gaps, clocks, cuts, versions. */
export function recordLines(evidence: SharedDocument['evidence']): string[] {
  const { window, pools, gaps, sources, cuts, versions, frozenAtMs } = evidence
  const gapMs = gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const channels = pools.map(({ pool, resolutionS }) => `${pool} every ${resolutionS} s`)
  const clocks = sources.flatMap(({ name, clockErrorMs }) =>
    clockErrorMs === null ? [] : [`${name} ± ${Math.round(clockErrorMs)} ms`],
  )
  const named = [
    ...versions.loadBalancers.map(({ name, version }) => `${name} ${version ?? 'of unknown version'}`),
    ...versions.hosts.map(({ name, kernel }) => `${name} ${kernel ?? 'of unknown kernel'}`),
  ]
  return [
    `Frozen at ${utc(frozenAtMs)} UTC; from ${utc(window.fromMs)} to ${utc(window.toMs)}.`,
    `Sampling: ${channels.length ? `${channels.join(', ')}; ` : ''}hosts and addresses every 1 s.`,
    gaps.length === 0
      ? 'No gaps.'
      : `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}, ${(gapMs / 1000).toFixed(0)} s in all channels together.`,
    clocks.length ? `Clocks: ${clocks.join(', ')}.` : 'Clock errors were not measured.',
    `Polygraph ${versions.polygraph}${named.length ? `; ${named.join(', ')}` : ''}.`,
    ...cuts,
  ]
}

export const utc = (atMs: number): string => new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')

const line = (text: string): string => text.replace(/\s+/g, ' ').trim()
const cell = (text: string): string => line(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|')

function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return ''
  const row = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [row(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(row)].join('\n')
}
