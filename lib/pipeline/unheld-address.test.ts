/** A client goes on talking while an address has no owner: its data may yet be answered, or not. */

import { describe, expect, it } from 'vitest'
import { playSite } from './play-site.ts'
import { cutLink, retransmit, SERVICE, scriptedPair, takeOver } from './scripted-pair.ts'

const BUSY = `10.0.0.1:50001 ${SERVICE}`

/**
 * A client talks while nobody holds the address; the next owner's first answer ends its connection, or nobody comes.
 * `silentForMs`: its agent is not heard for so long from the takeover on.
 */
function talkAcross(takenAfterMs: number | null, silentForMs = 0) {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  const sinceMs = played.now()
  cutLink(lb1, sinceMs)
  for (let ms = 0; ms < (takenAfterMs ?? 8_000); ms += 50) {
    retransmit(client1, BUSY, sinceMs, played.now())
    played.run(50)
  }
  if (takenAfterMs !== null) {
    if (silentForMs > 0) client1.agent = 'frozen'
    takeOver(lb2, [client1, client2], played.now())
    client1.sockets.delete(BUSY)
    played.run(silentForMs)
    client1.agent = 'on'
    played.run(6_000)
  }
  return { played, sinceMs }
}

describe('data sent while nobody holds the address', () => {
  it('is not lost for good as long as another may take it, slowly too', () => {
    for (const afterMs of [3_200, 3_600, 4_000])
      expect(talkAcross(afterMs).played.of('blackholed-connections')).toEqual([])
  })
  it('is not judged by what its sender believed before the move', () => {
    for (const afterMs of [3_300, 3_500, 3_700, 3_900])
      expect(talkAcross(afterMs, 1_500).played.of('blackholed-connections')).toEqual([])
  })
  it('is told within five seconds where nobody comes', () => {
    const { played, sinceMs } = talkAcross(null)
    expect(played.of('blackholed-connections')).toHaveLength(1)
    expect(played.firstOf('blackholed-connections')! - sinceMs).toBeLessThan(5_000)
  })
})
