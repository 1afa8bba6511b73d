/** How well one source is doing: fresh or not, what it rejected, what it lost. */

export type SourceKind =
  | 'haproxy-socket'
  | 'haproxy-http'
  | 'syslog'
  | 'file'
  | 'events-ring'
  | 'ingest'
  | 'agent'
  | 'probe'
  | 'replay'
export type SourceState = 'connecting' | 'live' | 'waiting' | 'lost' | 'ended'

export type SourceHealth = {
  name: string
  kind: SourceKind
  /** Where it reads from or listens, without credentials. */
  address: string
  loadBalancer: string | null
  state: SourceState
  lastReadingAtMs: number | null
  /** Asked-for to understood, for polled sources; dated to received, for logs. */
  lagMs: number | null
  readings: number
  /** Rejected rows and lines by reason. */
  rejects: Record<string, number>
  /** The last rejected text of each reason, cut to 200 characters. */
  rejectSamples: Record<string, string>
  /** Input known to be lost, by the limit that was reached. */
  losses: Record<string, number>
  lastError: string | null
  retryAtMs: number | null
  /** This host's clock minus the source's, and how far off that may be; null until measured. */
  clockOffsetMs: number | null
  clockErrorMs: number | null
}
