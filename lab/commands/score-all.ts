/** `polygraph lab score`: plays the scenarios, one after another or a few at once, and prints what the reports are worth. */

import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { playScenario } from '../play/play-scenario.ts'
import type { AgentProgram } from '../play/start-agents.ts'
import { findScenario, type Group, scenarioFiles } from '../scenarios/find-scenario.ts'
import type { Scenario } from '../scenarios/scenario-schema.ts'
import { barsOf } from '../score/bars.ts'
import { type JudgedRun, judgeRun } from '../score/judge-run.ts'
import { runSummary } from '../score/run-lines.ts'
import { scoreLines } from '../score/score-lines.ts'
import { missesOf, scoreRuns } from '../score/score-runs.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export type ScoreOptions = {
  agent: AgentProgram | null
  runs: number
  /** Scenarios that are played at once. */
  parallel: number
  /** Folder for recordings of the runs that were not all right; null: none is kept. */
  missed: string | null
  only: string[] | null
  group: Group | undefined
  json: boolean
  /** The result, and how it goes meanwhile. */
  print: (line: string) => void
  say: (line: string) => void
}

/** Exit code: 0 when it ran, whatever came of it. */
export async function scoreAll({
  agent,
  runs,
  parallel,
  missed,
  only,
  group,
  json,
  print,
  say,
}: ScoreOptions): Promise<number> {
  const names = only ?? scenarioFiles(group).map((file) => path.basename(file, '.yaml'))
  const scenarios: Scenario[] = []
  for (const name of names) {
    const read = findScenario(name)
    if (read.ok) scenarios.push(read.scenario)
    else {
      for (const problem of read.problems) say(problem)
      return 2
    }
  }
  if (missed !== null) mkdirSync(missed, { recursive: true })
  const stopping = stopOnSignal()
  const judged: JudgedRun[] = []
  let failed = 0
  const turns = Array.from({ length: runs }, (_, n) => scenarios.map((scenario) => ({ scenario, n: n + 1 })))
    .flat()
    .values()

  async function playOne({ scenario, n }: { scenario: Scenario; n: number }): Promise<void> {
    const turn = `${n}/${runs}`
    const recording = missed === null ? null : path.resolve(missed, `${scenario.name}-${n}.ndjson.gz`)
    try {
      const how = { agent, signal: stopping.signal, say: () => undefined }
      const run = judgeRun(await playScenario(scenario, recording ? { ...how, record: recording } : how))
      judged.push(run)
      say(`${turn} ${scenario.name}: ${runSummary(run)}`)
      const misses = missesOf(run)
      for (const { kind, what, text } of misses) say(`    ${kind} ${what}: ${text}`)
      if (recording && misses.length === 0) rmSync(recording, { force: true })
    } catch (error) {
      if (stopping.signal.aborted) return
      failed++
      say(`${turn} ${scenario.name}: could not be played: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  /** Several of these take turns from one list. */
  async function playOn(): Promise<void> {
    for (const turn of turns) {
      if (stopping.signal.aborted) return
      await playOne(turn)
    }
  }

  try {
    await Promise.all(Array.from({ length: parallel }, playOn))
  } finally {
    stopping.forget()
  }
  const score = scoreRuns(judged)
  if (json) print(JSON.stringify({ ...score, failedToPlay: failed, bars: barsOf(score) }, null, 2))
  else for (const line of scoreLines(score)) print(line)
  if (failed) say(`${failed} runs could not be played; they count nowhere`)
  return stopping.signal.aborted ? 130 : failed ? 1 : 0
}
