/** What the dashboard foretells of a pool, asked by its public answer as anyone would. */

import { setTimeout as wait } from 'node:timers/promises'
import type { PoolRisk, Stall } from '../../lib/model/pool-risk.ts'

export type Foretold = {
  askedAtMs: number
  /** Chance of a further eviction after the loss of one; null where it says none. */
  chance: { low: number; mid: number; high: number } | null
  withinMs: number | null
  /** Simulated runs behind it; 0: by formula. */
  runs: number
  tier: string
  /** Load on the survivors of one loss, and by what capacity. */
  load: { low: number; mid: number; high: number } | null
  capacityBy: string | null
  unknown: string | null
}
export type Alarm = { pool: string; kind: string; atMs: number }

type WhatIfLine =
  | { type: 'quick'; now: PoolRisk; stalls: Stall[] }
  | {
      type: 'done'
      simulation: {
        furtherEviction: { low: number; mid: number; high: number }
        withinMs: number
        runs: number
      }
    }
  | { type: 'progress' | 'refused' }

type ForecastAnswer = { pools?: { id: string; risk: PoolRisk | null }[] }

const WITHIN_MS = 5000
const STALL_WITHIN_MS = 30_000
const STALL_AGAIN_MS = 300
const STALL_TRIES = 60

/** By pool's name; empty where the dashboard has no such answer. */
export async function askForecasts(url: string): Promise<Map<string, Foretold>> {
  const found = new Map<string, Foretold>()
  const answer = await fetch(`${url}/api/v1/forecasts`, { signal: AbortSignal.timeout(WITHIN_MS) }).catch(
    () => null,
  )
  if (!answer?.ok) return found
  const body = (await answer.json()) as ForecastAnswer
  const askedAtMs = Date.now()
  for (const { id, risk } of body.pools ?? []) {
    if (!risk) continue
    const { furtherEviction, tier, losses, capacityBy, unknown } = risk
    found.set(id.slice(id.indexOf('/') + 1), {
      ...{ askedAtMs, tier, capacityBy, unknown },
      chance: furtherEviction?.chance ?? null,
      withinMs: furtherEviction?.withinMs ?? null,
      runs: furtherEviction?.runs ?? 0,
      load: losses[0]?.load ?? null,
    })
  }
  return found
}

/** The same of a server that hangs for so long and then goes on; null where the dashboard refuses. */
async function askStall(url: string, pool: string, server: string, forMs: number): Promise<Foretold | null> {
  const query = new URLSearchParams({ pool, stall: `${server}:${forMs}ms`, stream: '1' })
  const signal = AbortSignal.timeout(STALL_WITHIN_MS)
  const answer = await fetch(`${url}/api/v1/forecasts?${query}`, { signal }).catch(() => null)
  if (!answer?.ok) return null
  const lines = (await answer.text()).split('\n').filter(Boolean)
  const said = lines.map((line) => JSON.parse(line) as WhatIfLine)
  const quick = said.find((line) => line.type === 'quick')
  const done = said.find((line) => line.type === 'done')
  if (!quick || !done) return null
  const { tier, capacityBy, unknown, losses } = quick.now
  const { furtherEviction: chance, withinMs, runs } = done.simulation
  return {
    ...{ askedAtMs: Date.now(), chance, withinMs, runs },
    ...{ tier, capacityBy, unknown, load: losses[0]?.load ?? null },
  }
}

/** Too many simulations at once are refused: asked again until one is free. */
export async function askStallUntil(
  url: string,
  pool: string,
  server: string,
  forMs: number,
): Promise<Foretold | null> {
  for (let tries = 0; tries < STALL_TRIES; tries++) {
    const foretold = await askStall(url, pool, server, forMs).catch(() => null)
    if (foretold) return foretold
    await wait(STALL_AGAIN_MS)
  }
  return null
}

type IncidentAnswer = {
  findings: { kind: string; severity?: string; subjects: { type: string; id: string }[] }[]
}

/** Findings above info that name a pool, by kind. */
export async function askAlarms(url: string, fromMs: number): Promise<{ pool: string; kind: string }[]> {
  const asked = `${url}/api/v1/incidents?from=${fromMs}&to=${Date.now() + 60_000}`
  const answer = await fetch(asked, { signal: AbortSignal.timeout(WITHIN_MS) }).catch(() => null)
  if (!answer?.ok) return []
  const body: unknown = await answer.json()
  const incidents = (
    Array.isArray(body) ? body : ((body as { incidents?: unknown }).incidents ?? [])
  ) as IncidentAnswer[]
  return incidents.flatMap((one) =>
    one.findings
      .filter((finding) => finding.severity !== 'info')
      .flatMap(({ kind, subjects }) =>
        subjects.flatMap(({ type, id }) =>
          type === 'pool' ? [{ pool: id.slice(id.indexOf('/') + 1), kind }] : [],
        ),
      ),
  )
}
