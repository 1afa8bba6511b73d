/** Finds a scenario by its name among those that come with the lab, or by the path of a file. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ReadScenario, readScenario } from './read-scenario.ts'

const HERE = path.dirname(fileURLToPath(import.meta.url))

export function scenarioFiles(): string[] {
  return readdirSync(HERE)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => path.join(HERE, file))
}

export function findScenario(nameOrFile: string): ReadScenario {
  const shipped = path.join(HERE, `${nameOrFile}.yaml`)
  const file = existsSync(shipped) ? shipped : path.resolve(nameOrFile)
  if (!existsSync(file))
    return {
      ok: false,
      problems: [`there is no scenario and no file "${nameOrFile}"; polygraph lab list names them`],
    }
  const read = readScenario(readFileSync(file, 'utf8'))
  return read.ok
    ? read
    : { ok: false, problems: read.problems.map((problem) => `${path.basename(file)}: ${problem}`) }
}
