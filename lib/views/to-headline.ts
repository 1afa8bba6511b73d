/** The first line of the screen: what is lying, else what is broken, else that all is well, in one sentence. */

import { incidentHeadline, leading } from './incident-headline.ts'
import type { Headline, PoolView, ServerView, SourceView } from './live-view.ts'
import type { HostView, IncidentView, VipView } from './network-view.ts'
import { drainHeadline, riskHeadline } from './risk-headline.ts'

const MAX_NAMES = 3
/** `UP 1/3` with a passing check is a server on its way up. */
const PASSING = /^(L4OK|L6OK|L7OK|PROCOK|INI|UNK|CHECKED)/

type Member = { pool: PoolView; server: ServerView }

const label = ({ pool, server }: Member) => `${pool.name}/${server.name}`
const percent = (share: number) => `${share >= 0.0995 ? Math.round(share * 100) : (share * 100).toFixed(1)} %`

function names(members: Member[]): string {
  const shown = members.slice(0, MAX_NAMES).map(label)
  const more = members.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}

function totals(pools: PoolView[]): string {
  const servers = pools.reduce((sum, pool) => sum + pool.servers.length, 0)
  const rate = pools.reduce((sum, pool) => sum + (pool.numbers[1] ?? 0), 0)
  const failing = pools.reduce((sum, pool) => sum + (pool.numbers[2] ?? 0), 0)
  const share = rate > 0 ? `, ${percent(failing / rate)} failing` : ''
  const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  return `${plural(servers, 'server')} in ${plural(pools.length, 'pool')} · ${rate.toFixed(rate < 10 ? 1 : 0)} requests/s${share}`
}

const hasLiar = (pool: PoolView) => pool.servers.some(({ verdict }) => verdict.kind === 'lying')

/** What the hosts' agents add; nothing where there are none. */
export type NetworkViews = {
  hosts: readonly HostView[]
  vips: readonly VipView[]
  incidents: readonly IncidentView[]
}
const NO_NETWORK: NetworkViews = { hosts: [], vips: [], incidents: [] }

/** What is counted on the quieter line: servers where there are pools, else hosts and addresses. */
function counted(pools: PoolView[], { hosts, vips }: NetworkViews): string {
  const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`
  const network = [
    hosts.length ? plural(hosts.length, 'host', 'hosts') : '',
    vips.length ? plural(vips.length, 'address that moves', 'addresses that move') : '',
  ].filter(Boolean)
  return [pools.length ? totals(pools) : '', ...network].filter(Boolean).join(' · ')
}

export function toHeadline(
  pools: PoolView[],
  sources: SourceView[],
  network: NetworkViews = NO_NETWORK,
): Headline {
  const fresh = pools.filter((pool) => pool.fresh)
  const detail = counted(fresh, network)
  const worst = leading(network.incidents)
  // Servers that lie are named by the pools themselves, with HAProxy's own word.
  const named = worst?.kind === 'lying-health-check' && fresh.some(hasLiar)
  const led = named ? null : incidentHeadline(network.incidents, detail)
  if (led) return led
  const polled = sources.filter((source) => source.state !== 'ended')
  if (!pools.length && !network.hosts.length && polled.every((source) => !source.readings))
    return {
      tone: 'empty',
      lead: polled.length ? 'Nothing has been said yet.' : 'No load balancer is connected.',
      rest: polled.length ? ' Polygraph is listening.' : ' Connect one, or watch a recorded failover.',
      detail: '',
    }
  const members = fresh.flatMap((pool) => pool.servers.map((server) => ({ pool, server })))
  const lying = members.filter(({ server }) => server.verdict.kind === 'lying')
  // A pool can be DOWN while its only server says UP: a weight of 0 does it.
  const empty = fresh.filter(
    (pool) =>
      pool.status?.startsWith('DOWN') ||
      pool.servers.every(({ claim }) => ['down', 'going-up', 'maint'].includes(claim.kind)),
  )
  const down = members.filter(
    ({ server }) => server.claim.kind === 'down' || server.claim.kind === 'going-up',
  )
  const shaky = members.filter(
    ({ server }) => server.claim.kind === 'going-down' && !PASSING.test(server.lastCheck ?? ''),
  )
  const lost = sources.filter((source) => source.state === 'lost' && source.kind !== 'replay')
  const silent = network.hosts.filter((host) => !host.fresh)
  const odd = network.vips.find((vip) => vip.verdict === 'lying')

  if (lying.length) {
    const [first] = lying
    const rest = ` HAProxy says ${first!.server.claim.status}; its traffic says ${first!.server.verdict.reason}.`
    return { tone: 'lie', lead: `${names(lying)} ${lying.length > 1 ? 'are' : 'is'} lying.`, rest, detail }
  }
  if (empty.length)
    return {
      tone: 'problem',
      lead: `${empty
        .map((pool) => pool.name)
        .slice(0, MAX_NAMES)
        .join(', ')} ${empty.length > 1 ? 'have' : 'has'} no server left.`,
      rest: ' Every request to it fails.',
      detail,
    }
  if (pools.length && !fresh.length)
    return {
      tone: 'unknown',
      lead: 'No load balancer answers.',
      rest: ' What is below is what was last known.',
      detail: lost.length
        ? lost.map(({ name, lastError }) => `${name}: ${lastError}`).join(' · ')
        : 'No log line came lately.',
    }
  if (down.length)
    return {
      tone: 'problem',
      lead: `${names(down)} ${down.length > 1 ? 'are' : 'is'} down.`,
      rest: ` HAProxy has taken ${down.length > 1 ? 'them' : 'it'} out of rotation.`,
      detail,
    }
  if (shaky.length)
    return {
      tone: 'problem',
      lead: `${names(shaky)} ${shaky.length > 1 ? 'are' : 'is'} failing checks.`,
      rest: '',
      detail,
    }
  const ahead = drainHeadline(fresh, detail) ?? riskHeadline(fresh, detail)
  if (ahead) return ahead
  if (lost.length)
    return {
      tone: 'unknown',
      lead: `${lost[0]!.name} does not answer.`,
      rest: ` ${lost[0]!.lastError ?? ''}`,
      detail,
    }
  if (odd) return { tone: 'lie', lead: `${odd.address}: ${odd.reason}`, rest: '', detail }
  if (silent.length)
    return {
      tone: 'unknown',
      lead: `${silent
        .slice(0, MAX_NAMES)
        .map((host) => host.name)
        .join(', ')} ${silent.length > 1 ? 'are' : 'is'} silent.`,
      rest: ' Nothing is known of it since its agent was last heard.',
      detail,
    }
  if (!pools.length)
    return {
      tone: 'calm',
      lead: network.vips.length
        ? 'Everybody agrees who holds each address.'
        : 'The hosts report nothing odd.',
      rest: '',
      detail,
    }
  return { tone: 'calm', lead: 'Every claim agrees with its traffic.', rest: '', detail }
}
