/** The incident told in plain sentences, each tied to the finding it rests on. */

import type { Finding } from '../model/finding.ts'
import type { NarrativeLine } from '../model/incident.ts'

export const MAX_LINES = 60

/** A sentence begins with a capital, unless it begins with somebody's name. */
function sentence(text: string, names: Set<string>): string {
  const first = /^[\w.:-]+/.exec(text)?.[0] ?? ''
  return names.has(first) ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

function linesOf(finding: Finding, names: Set<string>): NarrativeLine[] {
  const { id, kind, startedAtMs, evidence, text, kernelNotice } = finding
  const capital = (words: string) => sentence(words, names)
  const lines: NarrativeLine[] = []
  // What led to it comes first where the times are equal.
  if (kind === 'vip-failover')
    for (const one of evidence)
      if (one.channel === 'link' || one.channel === 'process' || one.channel === 'source')
        lines.push({ atMs: one.atMs, text: `${capital(one.text)}.`, findingId: id })
  lines.push({ atMs: startedAtMs, text: `${capital(text)}.`, findingId: id })
  if (kernelNotice !== null)
    lines.push({
      atMs: finding.detectedAtMs,
      text: `${capital(kernelNotice.text)}. Polygraph knew after ${((finding.detectedAtMs - startedAtMs) / 1000).toFixed(1)} s.`,
      findingId: id,
    })
  for (const one of finding.against)
    lines.push({ atMs: one.atMs, text: `Against it: ${one.text}.`, findingId: id })
  return lines
}

/** In the order of time; `findings` are ranked from cause to effect, which decides where times are equal. */
export function narrate(findings: Finding[], endedAtMs: number | null): NarrativeLine[] {
  const names = new Set(
    findings.flatMap((one) => [
      ...one.subjects.map((subject) => subject.id),
      ...[...one.evidence, ...one.against].flatMap((seen) => [seen.witness, seen.subject.id]),
    ]),
  )
  const lines = findings
    .flatMap((one) => linesOf(one, names))
    .sort((a, b) => a.atMs - b.atMs)
    .slice(0, MAX_LINES)
  if (endedAtMs !== null)
    lines.push({ atMs: endedAtMs, text: 'Nothing of this is found any more.', findingId: null })
  return lines
}
