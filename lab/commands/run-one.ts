/** `polygraph lab run`: plays one scenario and prints what happened beside what was reported. */

import type { RunResult } from '../play/collect-result.ts'
import { playScenario } from '../play/play-scenario.ts'
import type { AgentProgram } from '../play/start-agents.ts'
import { findScenario } from '../scenarios/find-scenario.ts'
import { judgeRun } from '../score/judge-run.ts'
import { runLines } from '../score/run-lines.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export type RunOneOptions = {
  agent: AgentProgram | null
  keep: boolean
  record: string | undefined
  port: number | undefined
  say: (line: string) => void
}

/** Exit code: 0 it was played, 2 the scenario cannot be read. */
export async function runOne(nameOrFile: string, options: RunOneOptions): Promise<number> {
  const { say, agent, keep, record, port } = options
  const read = findScenario(nameOrFile)
  if (!read.ok) {
    for (const problem of read.problems) say(problem)
    return 2
  }
  const { scenario } = read
  say(`${scenario.name}: ${scenario.title}`)
  const stopping = stopOnSignal()
  const seconds = (atMs: number) => `${(atMs / 1000).toFixed(2).padStart(7)} s`
  const show = (result: RunResult) => {
    for (const line of runLines(judgeRun(result))) say(line)
  }
  try {
    const result = await playScenario(scenario, {
      ...{ agent, signal: stopping.signal, say: (atMs, line) => say(`${seconds(atMs)}  ${line}`) },
      ...(record === undefined ? {} : { record }),
      ...(port === undefined ? {} : { port }),
      ...(keep
        ? {
            keep: async (url, site) => {
              say(`\nIt stays up at ${url} until Ctrl+C.`)
              for (const host of site.hosts.values())
                say(`  ${host.name.padEnd(12)} nsenter -a -t ${host.pid}`)
              await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
            },
          }
        : {}),
    })
    show(result)
    return 0
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    say('stopped; nothing is left of it')
    return 130
  } finally {
    stopping.forget()
  }
}
