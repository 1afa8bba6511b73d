/** Everything the server does for agents: reports in order, acknowledged when stored, each agent's own health. */

import type { Pipeline } from '#lib/pipeline/create-pipeline'
import { createAgentSources } from './agent-sources.ts'
import type { IngestAnswer } from './api/read-ingest.ts'
import { createHostDesk } from './host-desk.ts'
import type { SourceDesk } from './source-desk.ts'
import type { KeptHosts } from './writer.ts'

/** What is known of hosts is stored at most this often: agents keep their reports until then. */
const KEPT_EVERY_MS = 900
const SWEEP_EVERY_MS = 1_000
/** How often detectors run that wait for time alone. */
export const WATCH_EVERY_MS = 250

export type HostWatch = ReturnType<typeof createHostWatch>

export function createHostWatch(port: { pipeline: () => Pipeline; desk: SourceDesk; now: () => number }) {
  const witnesses = () => port.pipeline().witnesses
  const hostsNow = () => [...port.pipeline().world().hosts.values()]
  const desk = createHostDesk((host) => witnesses().wantsSockets(host))
  const sources = createAgentSources(port.desk, port.now)
  let keptAtMs = 0
  let keptWords = ''
  let sweptAtMs = 0

  return {
    heard: sources.heard,
    /** The reason why a report is not handed on; null where `offer` took it, or where it was known already. */
    take({ report }: IngestAnswer['entries'][number], offer: () => boolean): string | null {
      if (!report) return 'bad-report'
      const turn = desk.turn(report)
      if (turn === 'again') return null
      if (turn !== 'take') return turn
      if (!offer()) return 'queue-full'
      desk.taken(report)
      return null
    },
    acks: (hosts: string[]) => hosts.flatMap((host) => desk.ack(host) ?? []),
    /** For the writer: null where no report came since the last time. */
    kept(): KeptHosts | null {
      const nowMs = port.now()
      if (nowMs - keptAtMs < KEPT_EVERY_MS) return null
      const heard = hostsNow().map(({ name, session, seq }) => ({ name, session, seq }))
      const words = JSON.stringify(heard)
      if (words === keptWords) return null
      keptAtMs = nowMs
      return {
        json: JSON.stringify(witnesses().kept(nowMs)),
        saved() {
          keptWords = words
          for (const { name, session, seq } of heard) desk.saved(name, session, seq)
        },
      }
    },
    /** After the pipeline was seeded: reports up to what is stored are known. */
    restored() {
      for (const { name, session, seq } of hostsNow()) desk.saved(name, session, seq)
    },
    watch() {
      const nowMs = port.now()
      port.pipeline().watch(nowMs)
      if (nowMs - sweptAtMs < SWEEP_EVERY_MS) return
      sweptAtMs = nowMs
      sources.sweep()
    },
  }
}
