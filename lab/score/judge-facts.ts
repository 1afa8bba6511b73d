/** The facts that a finding gives beside those that the scenario, or its clients, know. */

import type { RunResult } from '../play/collect-result.ts'
import type { SeenFinding } from '../play/poll-incidents.ts'
import type { ExpectedReport } from '../scenarios/scenario-schema.ts'
import { cutSessions } from './pool-truth.ts'

export type WrongFact = { name: string; wanted: string | number; said: string | number | boolean | null }

/** Sessions cut of the server that the report is to name; people who had to change their server. */
function counted(word: string | number, expected: ExpectedReport, result: RunResult): string | number {
  if (word === '$moved')
    return result.requests.reduce((sum, one) => sum + new Set(one.moved?.map(({ user }) => user)).size, 0)
  if (word !== '$cut') return word
  const [, pool, server] = expected.subjects.find((one) => one.startsWith('server '))?.split('/') ?? []
  const port = result.scenario.site.services.find((one) => one.name === pool)?.port
  return cutSessions(result.connections).filter(
    (one) => one.remote.endsWith(`:${port}`) && (one.server === server || one.server === null),
  ).length
}

export function wrongFacts(
  result: RunResult,
  expected: ExpectedReport,
  found: SeenFinding | null,
): WrongFact[] {
  if (!found) return []
  return Object.entries(expected.facts).flatMap(([name, word]) => {
    const wanted = counted(word, expected, result)
    const said = found.finding.facts?.[name] ?? null
    return said === wanted ? [] : [{ name, wanted, said }]
  })
}
