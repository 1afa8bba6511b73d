/** What is kept of the things that are watched: enough to name them when no source has spoken yet. */

export type StoredLoadBalancer = {
  name: string
  version: string | null
  node: string | null
  lastSeenAtMs: number
}

export type StoredPool = {
  /** `loadBalancer/pool`. */
  id: string
  loadBalancer: string
  name: string
  mode: string | null
  algorithm: string | null
  lastSeenAtMs: number
}

export type StoredServer = {
  /** Id of its pool. */
  pool: string
  name: string
  address: string | null
  backup: boolean
  weight: number | null
  lastSeenAtMs: number
}
