/** `polygraph lab score`: plays the scenarios one after another and prints what the reports are worth. */

import path from 'node:path'
import { playScenario } from '../play/play-scenario.ts'
import type { AgentProgram } from '../play/start-agents.ts'
import { findScenario, type Group, scenarioFiles } from '../scenarios/find-scenario.ts'
import type { Scenario } from '../scenarios/scenario-schema.ts'
import { barsOf } from '../score/bars.ts'
import { type JudgedRun, judgeRun } from '../score/judge-run.ts'
import { runSummary } from '../score/run-lines.ts'
import { scoreLines } from '../score/score-lines.ts'
import { scoreRuns } from '../score/score-runs.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export type ScoreOptions = {
  agent: AgentProgram | null
  runs: number
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
  const stopping = stopOnSignal()
  const judged: JudgedRun[] = []
  let failed = 0
  try {
    for (let n = 1; n <= runs; n++)
      for (const scenario of scenarios) {
        if (stopping.signal.aborted) break
        try {
          const options = { agent, signal: stopping.signal, say: () => undefined }
          const run = judgeRun(await playScenario(scenario, options))
          judged.push(run)
          say(`${n}/${runs} ${scenario.name}: ${runSummary(run)}`)
        } catch (error) {
          if (stopping.signal.aborted) break
          failed++
          say(
            `${n}/${runs} ${scenario.name}: could not be played: ${(error as Error).message.split('\n')[0]}`,
          )
        }
      }
  } finally {
    stopping.forget()
  }
  const score = scoreRuns(judged)
  if (json) print(JSON.stringify({ ...score, failedToPlay: failed, bars: barsOf(score) }, null, 2))
  else for (const line of scoreLines(score)) print(line)
  if (failed) say(`${failed} runs could not be played; they count nowhere`)
  return stopping.signal.aborted ? 130 : failed ? 1 : 0
}
