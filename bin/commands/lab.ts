/** `polygraph lab`: real failovers between hosts in network namespaces, watched live and scored. */

import { parseArgs } from 'node:util'
import { listScenarios } from '#lab/commands/list-scenarios'
import { runOne } from '#lab/commands/run-one'
import { scoreAll } from '#lab/commands/score-all'
import { whatLabLacks } from '#lab/net/can-run'
import { GROUPS, type Group } from '#lab/scenarios/find-scenario'
import { ensureBuilt } from '../setup.mjs'
import { agentForLab } from './lab-agent.ts'

export const LAB_HELP = `Usage: polygraph lab list
       polygraph lab run NAME|FILE.yaml [--keep] [--record FILE] [--port PORT]
       polygraph lab cascades [--minutes M] [--runs N] [--out FILE] …
       polygraph lab drains [--minutes M] [--out FILE]
       polygraph lab score [--runs N] [--parallel N] [--only NAME,NAME]
                           [--group network|pools] [--missed FOLDER] [--json]

Real HAProxy, keepalived, sshd, servers and clients on hosts of their own (Linux, root).

  list      the scenarios that come with it
  run       plays one with the dashboard watching: what happened, what was reported, how late
  score     plays all of them and counts: precision, recall, time to detect, false alarms

  cascades  pools of five around what four can bear: predictions written down, then measured
  drains    sessions open at a drain's deadline, foretold and counted

  --keep    leave the site and the dashboard up until Ctrl+C
  --record  write a recording that polygraph replay plays anywhere
  --port    the dashboard's port (default: a free one)
  --runs    times that each scenario is played (default: 1)
  --parallel  scenarios played at once (default: 1); delays are then upper bounds
  --only    only these scenarios
  --group   only those of the network between hosts, or those of pools
  --missed  record all, and keep here those runs that were not all right
  --json    the score as JSON
`

export const CANNOT_RUN = 3
const MAX_RUNS = 1000
/** Each has hosts, a dashboard and load of its own. */
const MAX_PARALLEL = 16

export async function run(args: string[]): Promise<number> {
  if (args[0] === 'drains') return (await import('./lab-drains.ts')).run(args.slice(1))
  if (args[0] === 'cascades') return (await import('./lab-cascades.ts')).run(args.slice(1))
  const refuse = (message: string) => {
    process.stderr.write(`${message}\n\n${LAB_HELP}`)
    return 2
  }
  let given: ReturnType<typeof parse>
  try {
    given = parse(args)
  } catch (error) {
    return refuse((error as Error).message)
  }
  const { values, positionals } = given
  const [action, name] = positionals
  if (values.help || action === undefined) {
    process.stdout.write(LAB_HELP)
    return values.help ? 0 : 2
  }
  if (action === 'list') return listScenarios((line) => process.stdout.write(`${line}\n`))
  if (action !== 'run' && action !== 'score') return refuse(`polygraph lab knows no "${action}".`)
  if (action === 'run' && !name) return refuse('A scenario is needed: its name or its file.')
  const lacks = whatLabLacks()
  if (lacks) {
    process.stderr.write(`${lacks}\n`)
    return CANNOT_RUN
  }
  const runs = Number(values.runs ?? 1)
  if (!Number.isInteger(runs) || runs < 1 || runs > MAX_RUNS)
    return refuse(`--runs is a number up to ${MAX_RUNS}.`)
  const parallel = Number(values.parallel ?? 1)
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > MAX_PARALLEL)
    return refuse(`--parallel is a number up to ${MAX_PARALLEL}.`)
  const group = values.group as Group | undefined
  if (group !== undefined && !(group in GROUPS)) return refuse('--group is network or pools.')
  // Once, and not by each of the dashboards that are about to start.
  await ensureBuilt()
  const agent = await agentForLab()
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const port = values.port === undefined ? undefined : Number(values.port)
  try {
    if (action === 'score') {
      const only = values.only?.split(',') ?? null
      const how = {
        agent,
        runs,
        parallel,
        missed: values.missed ?? null,
        only,
        group,
        json: values.json ?? false,
      }
      return await scoreAll({ ...how, print: say, say: tell })
    }
    return await runOne(name!, { agent, keep: values.keep ?? false, record: values.record, port, say })
  } finally {
    agent?.remove()
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ help: { type: 'boolean', short: 'h' }, keep: { type: 'boolean' }, json: { type: 'boolean' } },
      ...{ record: { type: 'string' }, port: { type: 'string' }, runs: { type: 'string' } },
      ...{ parallel: { type: 'string' }, missed: { type: 'string' } },
      only: { type: 'string' },
      group: { type: 'string' },
    },
  })
}
