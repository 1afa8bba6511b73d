/** What open incidents put on the first line of the screen: the worst one, and what it does to connections. */

import type { FindingKind, Severity } from '../model/finding.ts'
import type { Headline } from './live-view.ts'
import type { FindingView, IncidentView } from './network-view.ts'

/** Claim and evidence disagree in these. */
export const LIE_KINDS: ReadonlySet<FindingKind> = new Set([
  'phantom-connections',
  'blackholed-connections',
  'split-vip',
  'stale-neighbour',
  'stalled-terminal',
  'lying-health-check',
])

const SEVERITY: Record<Severity, number> = { critical: 2, warning: 1, info: 0 }
const percent = (share: number) => `${Math.round(share * 100)} %`
const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

const lasting = (incident: IncidentView) => incident.findings.filter((each) => each.endedAtMs === null)

/** True while an open finding says that something is not what it is taken for. */
export const isLie = (incident: IncidentView) => lasting(incident).some((each) => LIE_KINDS.has(each.kind))

/** It, or one of its servers, is among those that the incident is about. */
export const concernsPool = ({ subjects }: IncidentView, poolId: string): boolean =>
  subjects.some(
    ({ type, id }) =>
      (type === 'pool' && id === poolId) || (type === 'server' && id.startsWith(`${poolId}/`)),
  )

/** Nobody has closed it, and something of it lasts. Closing hides nothing: what lasts still leads the screens. */
export const isOpenCase = ({ endedAtMs, handling }: IncidentView) => endedAtMs === null && !handling?.closed

/** Open ones that ask for somebody: worst first, lies before the rest, then the newest. */
export function pressing(incidents: readonly IncidentView[]): IncidentView[] {
  return incidents
    .filter((each) => each.endedAtMs === null && each.severity !== 'info' && each.kind !== 'source-gap')
    .sort(
      (a, b) =>
        SEVERITY[b.severity] - SEVERITY[a.severity] ||
        Number(isLie(b)) - Number(isLie(a)) ||
        b.startedAtMs - a.startedAtMs,
    )
}

/** An incident stays open for a while after its last finding ended: what is no longer so leads no screen. */
export const leading = (incidents: readonly IncidentView[]): IncidentView | undefined =>
  pressing(incidents).find((each) => lasting(each).length > 0)

/** The weightiest consequence in one clause, with the kernel's own time to notice where it is known. */
function consequence(findings: readonly FindingView[], title: string): string {
  const of = (kind: FindingKind) => findings.filter((each) => each.kind === kind)
  const count = (some: FindingView[]) => some.reduce((sum, each) => sum + each.connectionsTotal, 0)
  // The settings before the colon stand on the incident's own page.
  const kernel = (some: FindingView[]) => {
    const notice = some.find((each) => each.kernelNotice)?.kernelNotice
    if (!notice) return '.'
    const verdict = notice.split(': ').at(-1)!
    return verdict.startsWith('the kernel') ? `; ${sentence(verdict)}` : `. ${sentence(notice)}`
  }
  const phantoms = of('phantom-connections')
  const dead = count(phantoms)
  if (dead)
    return `${plural(dead, 'connection')} ${dead === 1 ? 'looks alive and is' : 'look alive and are'} dead${kernel(phantoms)}`
  const holes = of('blackholed-connections')
  const lost = count(holes)
  if (lost)
    return `${plural(lost, 'connection')} ${lost === 1 ? 'sends' : 'send'} into the void${kernel(holes)}`
  const frozen = of('stalled-terminal')
  if (frozen.length)
    return frozen.length === 1 ? sentence(frozen[0]!.text) : `${frozen.length} terminals stand still.`
  const other = findings.find((each) => LIE_KINDS.has(each.kind) && sentence(each.text) !== sentence(title))
  return other ? sentence(other.text) : ''
}

/** One incident in a sentence and its weightiest consequence, as it is now. */
export function incidentSentence(incident: IncidentView): Pick<Headline, 'tone' | 'lead' | 'rest'> {
  const rest = consequence(lasting(incident), incident.title)
  // What a title counts in brackets at its end is told in full by the rest.
  const title = rest ? incident.title.replace(/ \([^()]*\)$/, '') : incident.title
  return {
    tone: isLie(incident) ? 'lie' : 'problem',
    lead: sentence(title),
    rest: rest && ` ${rest}`,
  }
}

/** Null where no open incident asks for anybody; `totals` closes the quieter line. */
export function incidentHeadline(incidents: readonly IncidentView[], totals: string): Headline | null {
  const worst = leading(incidents)
  if (!worst) return null
  const others = pressing(incidents).length - 1
  return {
    ...incidentSentence(worst),
    detail: [
      !worst.title.includes(worst.rootCause.reason) && worst.rootCause.reason.replace(/\.$/, ''),
      `confidence ${percent(worst.confidence)}`,
      others > 0 && `${others} more open ${others === 1 ? 'incident' : 'incidents'}`,
      totals,
    ]
      .filter(Boolean)
      .join(' · '),
  }
}
