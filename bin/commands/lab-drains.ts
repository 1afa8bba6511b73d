/** `polygraph lab drains`: how long it measures and where it keeps what it found. */

import { parseArgs } from 'node:util'
import { runDrains } from '#lab/commands/run-drains'
import { whatLabLacks } from '#lab/net/can-run'

export const DRAINS_HELP = `Usage: polygraph lab drains [--minutes M] [--out FILE]

Servers with some 150 long sessions each are drained with an announced deadline, behind a real HAProxy. What the
dashboard says will be open then is put beside what was, for exponential, lognormal, Pareto 1.3 and mixed lifetimes.

  --minutes  begin nothing new after so long; 0 prints what the file holds (default: 10)
  --out      the file of forecasts and counts; a measurement goes on where it ends (default: test-output/drains.ndjson)
`
const CANNOT_RUN = 3

export async function run(args: string[]): Promise<number> {
  const options = {
    help: { type: 'boolean', short: 'h' },
    minutes: { type: 'string', default: '10' },
    out: { type: 'string', default: 'test-output/drains.ndjson' },
  } as const
  let values: { help?: boolean | undefined; minutes: string; out: string }
  try {
    values = parseArgs({ args, options }).values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${DRAINS_HELP}`)
    return 2
  }
  const minutes = Number(values.minutes)
  if (values.help || !(minutes >= 0)) {
    process.stdout.write(DRAINS_HELP)
    return values.help ? 0 : 2
  }
  const lacks = whatLabLacks()
  if (lacks && minutes > 0) {
    process.stderr.write(`${lacks}\n`)
    return CANNOT_RUN
  }
  const [print, say] = [process.stdout, process.stderr].map(
    (to) => (line: string) => void to.write(`${line}\n`),
  )
  return runDrains({ file: values.out, minutes, print: print!, say: say! })
}
