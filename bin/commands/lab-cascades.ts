/** `polygraph lab cascades`: what it is asked to measure, from its flags. */

import { parseArgs } from 'node:util'
import { CHECK_SETTINGS, LOADS } from '#lab/cascades/cells'
import { runCascades } from '#lab/commands/run-cascades'
import { whatLabLacks } from '#lab/net/can-run'

export const CASCADES_HELP = `Usage: polygraph lab cascades [--minutes M] [--runs N] [--out FILE] [--pools N]
                              [--loads 0.8,1,1.2] [--checks 1s/2,2s/3] [--stalls never,2s] [--capacity seen|stated]

Pools of five real servers behind a real HAProxy. One is lost, and the dashboard has said before whether more will
follow. Every prediction is written to the file before its fault; the measurement goes on where the file ends.

  --minutes  begin nothing new after so long (default: 10)
  --runs     wanted for each cell (default: 20)
  --out      the file of predictions and outcomes (default: test-output/cascades.ndjson)
  --pools    cascades at once (default: 7)
  --loads    load on each of the four that are left (default: ${LOADS.join(',')})
  --checks   check settings, inter/fall (default: ${CHECK_SETTINGS.map((one) => one.name).join(',')})
  --stalls   how the first is lost: never comes back, or stalls for so long (default: never);
             a stall is asked as a what-if, and another server's eviction within 60 s of it counts
  --capacity stated: the dashboard is told what a server can do, as measured before; seen: it learns it from a rush
             (default: seen; keep a file for each)
  --report   only print what the file holds
`
const CANNOT_RUN = 3
const MAX_POOLS = 40

export async function run(args: string[]): Promise<number> {
  const refuse = (message: string) => {
    process.stderr.write(`${message}\n\n${CASCADES_HELP}`)
    return 2
  }
  let values: ReturnType<typeof parse>['values']
  try {
    values = parse(args).values
  } catch (error) {
    return refuse((error as Error).message)
  }
  if (values.help) {
    process.stdout.write(CASCADES_HELP)
    return 0
  }
  const loads = values.loads.split(',').map(Number)
  const checks = values.checks.split(',')
  const stallsMs = values.stalls.split(',').map((text) => (text === 'never' ? null : milliseconds(text)))
  if (values.capacity !== 'stated' && values.capacity !== 'seen')
    return refuse('--capacity is stated or seen.')
  const [minutes, runs, pools] = [values.minutes, values.runs, values.pools].map(Number)
  if (!loads.every((one) => one > 0 && one < 3)) return refuse('--loads are numbers such as 0.8,1.05.')
  const unknown = checks.find((name) => !CHECK_SETTINGS.some((one) => one.name === name))
  if (unknown !== undefined) return refuse(`There is no check setting "${unknown}".`)
  if (stallsMs.some((one) => Number.isNaN(one)))
    return refuse('--stalls are times such as 2s or 300ms, or never.')
  if (!(minutes! >= 0) || !(runs! >= 1) || !(pools! >= 1 && pools! <= MAX_POOLS))
    return refuse(`--minutes, --runs and --pools are numbers; pools at most ${MAX_POOLS}.`)
  const lacks = whatLabLacks()
  if (lacks && !values.report) {
    process.stderr.write(`${lacks}\n`)
    return CANNOT_RUN
  }
  return runCascades({
    ...{ file: values.out, minutes: values.report ? 0 : minutes!, runs: runs!, pools: pools! },
    ...{ loads, checks, stallsMs, stated: values.capacity === 'stated' },
    print: (line) => process.stdout.write(`${line}\n`),
    say: (line) => process.stderr.write(`${line}\n`),
  })
}

function milliseconds(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text)
  return found ? Number(found[1]) * (found[2] === 's' ? 1000 : 1) : Number.NaN
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      ...{ help: { type: 'boolean', short: 'h' }, report: { type: 'boolean', default: false } },
      ...{ minutes: { type: 'string', default: '10' }, runs: { type: 'string', default: '20' } },
      ...{ out: { type: 'string', default: 'test-output/cascades.ndjson' } },
      ...{ pools: { type: 'string', default: '7' }, loads: { type: 'string', default: LOADS.join(',') } },
      checks: { type: 'string', default: CHECK_SETTINGS.map((one) => one.name).join(',') },
      stalls: { type: 'string', default: 'never' },
      capacity: { type: 'string', default: 'seen' },
    },
  })
}
