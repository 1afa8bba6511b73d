/** Where several processes of one load balancer disagree on a server, the worst word is the one that is shown. */

import type { ClaimKind } from '../model/claim.ts'
import type { Server, WorkerNumbers } from '../model/server.ts'
import { WORKER_STALE_MS } from './add-worker-numbers.ts'

const WORST_FIRST: readonly ClaimKind[] = [
  'down',
  'going-up',
  'going-down',
  'maint',
  'drain',
  'nolb',
  'no-check',
  'unknown',
  'up',
]

/** Keeps the worker's word; true where no other worker, heard of lately, has a worse one. */
export function speaksFor(server: Server, worker: string, kind: ClaimKind, atMs: number): boolean {
  server.claims ??= new Map()
  server.claims.set(worker, { kind, atMs })
  const rank = WORST_FIRST.indexOf(kind)
  for (const [name, other] of server.claims) {
    if (atMs - other.atMs > WORKER_STALE_MS) server.claims.delete(name)
    else if (WORST_FIRST.indexOf(other.kind) < rank) return false
  }
  return true
}

/** True where another worker has named this row lately: its absence here does not remove it. */
export function heardElsewhere(
  row: { workers?: Map<string, WorkerNumbers> },
  worker: string,
  atMs: number,
): boolean {
  for (const [name, numbers] of row.workers ?? [])
    if (name !== worker && atMs - numbers.atMs <= WORKER_STALE_MS) return true
  return false
}
