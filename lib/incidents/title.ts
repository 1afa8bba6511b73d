/** The incident in one line, for the list and the link. */

import type { Finding, FindingKind } from '../model/finding.ts'
import { poolTitle } from './pool-titles.ts'

const count = (findings: Finding[], kind: FindingKind) =>
  findings.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.connectionsTotal, 0)

function consequences(root: Finding, findings: Finding[]): string {
  const words: string[] = []
  const phantoms = count(findings, 'phantom-connections')
  const blackholed = count(findings, 'blackholed-connections')
  const terminals = findings.filter((one) => one.kind === 'stalled-terminal').length
  if (root.kind !== 'phantom-connections' && phantoms > 0) words.push(`${phantoms} phantom`)
  if (root.kind !== 'blackholed-connections' && blackholed > 0) words.push(`${blackholed} blackholed`)
  if (words.length > 0) words.push(`connection${phantoms + blackholed === 1 ? '' : 's'}`)
  const parts = words.length === 0 ? [] : [words.slice(0, -1).join(' and ').concat(' ', words.at(-1)!)]
  if (root.kind !== 'stalled-terminal' && terminals > 0)
    parts.push(`${terminals} stalled terminal${terminals === 1 ? '' : 's'}`)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

export function titleOf(root: Finding, findings: Finding[]): string {
  const { facts, text, subjects } = root
  const ofPool = poolTitle(root, findings)
  if (ofPool !== null) return ofPool
  const tail = consequences(root, findings)
  if (root.kind === 'vip-failover')
    return `${subjects[0]!.id} moved from ${facts.formerOwner} to ${facts.owner}: ${facts.reason}${tail}`
  return `${text}${tail}`
}
