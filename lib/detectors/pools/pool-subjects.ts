/** Pools and servers as subjects of findings, and evidence of them in the load balancer's name. */

import type { Evidence, EvidenceChannel, Subject } from '../../model/finding.ts'
import { evidence } from '../finding-draft.ts'
import type { PoolPlace } from './pool-scene.ts'

export const poolSubject = (place: PoolPlace): Subject => ({ type: 'pool', id: place.id })
export const serverSubject = (place: PoolPlace, server: string): Subject => ({
  type: 'server',
  id: `${place.id}/${server}`,
})

/** `app/web1`, as people say it. */
export const sayServer = (place: PoolPlace, server: string): string => `${place.pool.name}/${server}`

export const seen = (
  place: PoolPlace,
  channel: EvidenceChannel,
  subject: Subject,
  when: { atMs: number; errorMs: number },
  text: string,
): Evidence =>
  evidence(channel, channel === 'claim' ? 'beside' : 'server', place.lb.name, subject, when, text)

export const percent = (share: number): string =>
  share > 0 && share < 0.1 ? `${(share * 100).toFixed(1)} %` : `${Math.round(share * 100)} %`

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** `web1, web2 and 3 more`. */
export function nameSome(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}
