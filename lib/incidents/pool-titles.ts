/** Incidents of pools in one line. */

import { type Finding, type FindingKind, isOfPool } from '../model/finding.ts'
import { poolScopeOf } from './pool-scope.ts'

/** What followed, in the order in which it is worth saying. */
const THEN: Partial<Record<FindingKind, (finding: Finding) => string>> = {
  'pool-outage': (one) => `no server of ${[...poolScopeOf(one).pools][0]} left`,
  cascade: () => 'a cascade of evictions',
  'queue-saturation': () => 'requests queue',
  'sticky-sessions-lost': (one) => `${one.facts.clients} clients lost their server`,
  'cut-drain': () => 'sessions cut',
}

const severe = (one: Finding) => one.severity !== 'info'

/** ` (no server of app left, requests queue)`, empty where nothing followed. */
export function thenOf(root: Finding, findings: Finding[]): string {
  const parts: string[] = []
  for (const kind of Object.keys(THEN) as FindingKind[]) {
    const one = findings.find((other) => other.kind === kind && severe(other))
    if (one !== undefined && kind !== root.kind) parts.push(THEN[kind]!(one))
  }
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** Null where the root is not of a pool, or says it best itself. */
export function poolTitle(root: Finding, findings: Finding[]): string | null {
  if (!isOfPool(root)) return null
  const alike = findings.filter((one) => one.kind === root.kind)
  if (root.kind === 'unproven-health-check' && !severe(root) && alike.length > 1)
    return `The checks of ${alike.length} pools of ${[...poolScopeOf(root).loadBalancers][0]} do not prove that their applications work`
  const others = new Set(alike.flatMap((one) => [...poolScopeOf(one).loadBalancers]))
  const seenBy = alike.length > 1 && others.size > 1 ? `, as ${[...others].sort().join(' and ')} see it` : ''
  return `${root.text}${seenBy}${thenOf(root, findings)}`
}
