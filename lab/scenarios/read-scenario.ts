/** Text of a scenario file → the scenario, or every mistake in it with its path. */

import { parse } from 'yaml'
import { FINDING_KINDS } from '../../lib/model/finding.ts'
import { OBSERVATIONS, type Scenario, ScenarioSchema } from './scenario-schema.ts'

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; problems: string[] }

export function readScenario(text: string): ReadScenario {
  let value: unknown
  try {
    value = parse(text, { merge: true })
  } catch (error) {
    return { ok: false, problems: [`not YAML: ${(error as Error).message.split('\n')[0]}`] }
  }
  const read = ScenarioSchema.safeParse(value)
  if (!read.success)
    return {
      ok: false,
      problems: read.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`),
    }
  const problems = mistakes(read.data)
  return problems.length ? { ok: false, problems } : { ok: true, scenario: read.data }
}

const pathText = (path: PropertyKey[]) => path.map(String).join('.') || 'the file'

/** What a schema cannot see: names that point nowhere. */
function mistakes({ site, traffic, faults, truth, lasts }: Scenario): string[] {
  const problems: string[] = []
  const hosts = new Set(Object.keys(site.hosts))
  const services = new Set(site.services.map((service) => service.name))
  const vips = new Set(site.vips.map((vip) => vip.address))
  const ids = new Set(faults.flatMap((fault) => fault.id ?? []))
  const want = (set: Set<string>, name: string | undefined, path: string, what: string) => {
    if (name !== undefined && !set.has(name)) problems.push(`${path}: there is no ${what} "${name}"`)
  }
  for (const [n, vip] of site.vips.entries())
    for (const [m, owner] of vip.owners.entries()) {
      want(hosts, owner, `site.vips.${n}.owners.${m}`, 'host')
      if (site.hosts[owner] && site.hosts[owner].role !== 'load-balancer')
        problems.push(`site.vips.${n}.owners.${m}: "${owner}" is no load-balancer`)
    }
  for (const [n, service] of site.services.entries()) {
    want(vips, service.vip, `site.services.${n}.vip`, 'VIP')
    for (const [m, name] of service.servers.entries())
      want(hosts, name, `site.services.${n}.servers.${m}`, 'host')
  }
  for (const [n, task] of traffic.entries()) {
    want(hosts, task.on, `traffic.${n}.on`, 'host')
    want(services, task.service, `traffic.${n}.service`, 'service')
    want(vips, task.vip, `traffic.${n}.vip`, 'VIP')
  }
  for (const [n, fault] of faults.entries()) {
    const at = `faults.${n}`
    if ('host' in fault) for (const name of [fault.host].flat()) want(hosts, name, `${at}.host`, 'host')
    if ('vip' in fault) want(vips, fault.vip, `${at}.vip`, 'VIP')
    if (fault.do === 'restore') want(ids, fault.drop, `${at}.drop`, 'fault with the id')
    if (fault.do === 'drop')
      for (const side of ['from', 'to'] as const)
        for (const name of fault[side] ?? []) want(hosts, name, `${at}.${side}`, 'host')
    if (fault.at > lasts) problems.push(`${at}.at: after the end of the scenario`)
  }
  const kinds = new Set<string>(FINDING_KINDS)
  for (const [n, report] of truth.report.entries()) {
    want(kinds, report.kind, `truth.report.${n}.kind`, 'finding kind')
    want(new Set([...OBSERVATIONS, ...ids]), report.after, `truth.report.${n}.after`, 'observation or fault')
  }
  for (const list of ['may', 'never'] as const)
    for (const [n, kind] of truth[list].entries()) want(kinds, kind, `truth.${list}.${n}`, 'finding kind')
  want(kinds, truth.rootCause?.kind, 'truth.rootCause.kind', 'finding kind')
  return problems
}
