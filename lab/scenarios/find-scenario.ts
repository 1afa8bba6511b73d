/** Finds a scenario by its name among those that come with the lab, or by the path of a file. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ReadScenario, readScenario } from './read-scenario.ts'

const HERE = path.dirname(fileURLToPath(import.meta.url))

/** Of the network between load balancers and clients, in this folder; of pools, in its own. */
export const GROUPS = { network: HERE, pools: path.join(HERE, 'pools') } as const
export type Group = keyof typeof GROUPS

export function scenarioFiles(group?: Group): string[] {
  const folders = group ? [GROUPS[group]] : Object.values(GROUPS)
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => path.join(folder, file)),
  )
}

export function findScenario(nameOrFile: string): ReadScenario {
  const shipped = scenarioFiles().find((file) => path.basename(file, '.yaml') === nameOrFile)
  const file = shipped ?? path.resolve(nameOrFile)
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
