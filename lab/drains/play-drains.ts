/** Drains a server of every family's pool with an announced deadline, asks what will be open then, and counts. */

import { setTimeout as wait } from 'node:timers/promises'
import { sendReadings } from '../play/send-readings.ts'
import { exponentialGuess, linearGuess, stillOpen } from './simple-guesses.ts'
import { type Chats, FAMILIES, type Family } from './start-chats.ts'

const GRACES_MS = [5000, 10_000, 20_000] as const
/** Of the grace, when it is asked. */
const ASKED_AT = 0.25

export type DrainRun = {
  family: Family
  graceMs: number
  openAtStart: number
  openAtAsk: number
  openAtDeadline: number
  /** By the dashboard; null where it foretold nothing. */
  said: { low: number; mid: number; high: number } | null
  exponential: number
  linear: number
}
type ForecastAnswer = {
  drains?: {
    pool: string
    server: string
    forecast: { openAtDeadline: DrainRun['said'] } | null
  }[]
}

async function foretold(url: string, server: string): Promise<Map<string, DrainRun['said']>> {
  const answer = await fetch(`${url}/api/v1/forecasts`, { signal: AbortSignal.timeout(5000) }).catch(
    () => null,
  )
  if (!answer?.ok) return new Map()
  const { drains } = (await answer.json()) as ForecastAnswer
  return new Map(
    (drains ?? [])
      .filter((one) => one.server === server)
      .map((one) => [one.pool, one.forecast?.openAtDeadline ?? null]),
  )
}

/** One drain in each pool at once, each family with another grace in each round. */
export async function playRound(
  chats: Chats,
  server: string,
  round: number,
  signal: AbortSignal,
): Promise<DrainRun[]> {
  const graces = FAMILIES.map((family, n) => ({
    family,
    graceMs: GRACES_MS[(round + n) % GRACES_MS.length]!,
  }))
  const startMs = Date.now()
  for (const { family } of graces) await chats.haproxy.ask(`set server ${family}/${server} state drain`)
  await sendReadings(
    chats.url,
    graces.map(({ family, graceMs }) => ({
      ...{
        kind: 'grace-period',
        loadBalancer: 'lb1',
        pool: family,
        server,
        endsAtMs: startMs + graceMs,
        by: 'the lab',
      },
    })),
  )
  const asked = await Promise.all(
    graces.map(async ({ family, graceMs }) => {
      await wait(startMs + graceMs * ASKED_AT - Date.now(), undefined, { signal })
      const atMs = Date.now()
      return { family, graceMs, atMs, said: (await foretold(chats.url, server)).get(family) ?? null }
    }),
  )
  await wait(Math.max(0, startMs + Math.max(...GRACES_MS) + 300 - Date.now()), undefined, { signal })
  const runs: DrainRun[] = []
  for (const { family, graceMs, atMs, said } of asked) {
    const sessions = await chats.sessions(family)
    const deadlineMs = startMs + graceMs
    const open = (ms: number) => stillOpen(sessions, server, startMs, ms)
    const [openAtStart, openAtAsk] = [open(startMs), open(atMs)]
    runs.push({
      ...{ family, graceMs, openAtStart, openAtAsk, openAtDeadline: open(deadlineMs), said },
      exponential: exponentialGuess(sessions, openAtAsk, atMs, deadlineMs),
      linear: linearGuess({ atMs: startMs, open: openAtStart }, { atMs, open: openAtAsk }, deadlineMs),
    })
  }
  for (const { family } of graces) await chats.haproxy.ask(`set server ${family}/${server} state ready`)
  return runs
}
