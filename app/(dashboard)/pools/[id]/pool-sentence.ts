/** What is claimed of a pool and what the evidence says of it, in one sentence. */

import { concernsPool, incidentSentence, leading } from '#lib/views/incident-headline'
import type { Headline, PoolView } from '#lib/views/live-view'
import type { IncidentView } from '#lib/views/network-view'
import { plural } from '../../../words/format-number.ts'

export function poolSentence(
  pool: PoolView,
  incidents: readonly IncidentView[],
): Pick<Headline, 'tone' | 'lead' | 'rest'> {
  if (!pool.fresh)
    return {
      tone: 'unknown',
      lead: `${pool.name} is not known now.`,
      rest: `${pool.loadBalancer} has been silent; below is the last it said.`,
    }
  const lying = pool.servers.filter((server) => server.verdict.kind === 'lying')
  const claim = `HAProxy claims ${pool.name} is ${pool.status ?? 'in no state that it names'}`
  const worst = leading(incidents.filter((each) => concernsPool(each, pool.id)))
  // Servers that lie are named one by one, with HAProxy's own word.
  if (worst && (worst.kind !== 'lying-health-check' || lying.length === 0)) {
    const { tone, lead, rest } = incidentSentence(worst)
    return { tone, lead, rest: `${rest} ${claim}.` }
  }
  if (lying.length > 0) {
    const first = lying[0]!
    return {
      tone: 'lie',
      lead:
        lying.length === 1
          ? `${first.name} is ${first.claim.status} and lying: ${first.verdict.reason}.`
          : `${plural(lying.length, 'server')} are lying: ${lying
              .map((server) => server.name)
              .slice(0, 3)
              .join(', ')}${lying.length > 3 ? ' and more' : ''}.`,
      rest: `${claim}.`,
    }
  }
  const out = pool.servers.filter((server) => !['up', 'no-check'].includes(server.claim.kind))
  const words = out.slice(0, 3).map((server) => `${server.name} ${server.claim.status}`)
  if (out.length > 0)
    return {
      tone: 'problem',
      lead: `${out.length} of ${plural(pool.servers.length, 'server')} ${out.length === 1 ? 'is' : 'are'} not plainly UP.`,
      rest: `${words.join(', ')}${out.length > 3 ? ' and more' : ''}. ${claim}.`,
    }
  const unproven = pool.servers.filter((server) => server.verdict.kind === 'unproven').length
  if (unproven > 0)
    return {
      tone: 'unknown',
      lead: `${claim}; ${unproven === pool.servers.length ? 'nothing proves it' : `${plural(unproven, 'server')} unproven`}.`,
      rest: 'The check does not ask the application, or no traffic has told.',
    }
  return { tone: 'calm', lead: `${claim}, and its traffic agrees.`, rest: '' }
}
