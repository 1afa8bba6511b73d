/** A server's line: coloured only where it lies or is not plainly up, else one of the greys, told apart by dashes. */

import type { PoolView } from '#lib/views/live-view'

const DASHES = ['0', '5 2', '2 2', '8 3', '1 2', '6 2 1 2', '3 4']

export function lineTone(
  name: string,
  index: number,
  pool: PoolView,
): { stroke: string; strokeDasharray: string } {
  const server = pool.servers.find((each) => each.name === name)
  const strokeDasharray = DASHES[index % DASHES.length]!
  if (server?.verdict.kind === 'lying') return { stroke: 'var(--lie)', strokeDasharray: '0' }
  if (server && server.claim.kind !== 'up')
    return { stroke: `var(--state-${server.claim.kind})`, strokeDasharray }
  return { stroke: index < 2 ? 'var(--text)' : index < 4 ? 'var(--muted)' : 'var(--faint)', strokeDasharray }
}
