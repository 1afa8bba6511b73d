/** `polygraph lab list`: each scenario with its title and length. */

import path from 'node:path'
import { findScenario, scenarioFiles } from '../scenarios/find-scenario.ts'

export function listScenarios(say: (line: string) => void): number {
  let code = 0
  for (const file of scenarioFiles()) {
    const name = path.basename(file, '.yaml')
    const read = findScenario(file)
    if (read.ok)
      say(`${name.padEnd(36)} ${`${read.scenario.lasts / 1000} s`.padStart(5)}  ${read.scenario.title}`)
    else {
      code = 2
      for (const problem of read.problems) say(problem)
    }
  }
  return code
}
