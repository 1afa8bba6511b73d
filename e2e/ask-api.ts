/** What the tests read from the public API, in its own shapes. */

export type ServerAnswer = {
  name: string
  address: string | null
  claim: string
  claimKind: string
  claimSinceMs: number
  verdict: string
  verdictReason: string
  sessions: number | null
  requestRate: number | null
  failureRate: number | null
  weight: number | null
}
export type PoolAnswer = {
  id: string
  loadBalancer: string
  status: string | null
  fresh: boolean
  requestRate: number | null
  servers: ServerAnswer[]
}
export type SourceAnswer = {
  name: string
  kind: string
  state: string
  fresh: boolean
  readings: number
  rejects: Record<string, number>
  losses: Record<string, number>
  lastError: string | null
  retryAtMs: number | null
}
export type EventAnswer = {
  id: string
  kind: string
  atMs: number
  loadBalancer: string
  pool: string | null
  server: string | null
  from: string | null
  to: string | null
  reason: string | null
  code: number | null
  info: string | null
  seenBy: string[]
  text: string
}

/** @throws where the answer is an error, with its text. */
export async function ask<T>(url: string, token?: string): Promise<T> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
