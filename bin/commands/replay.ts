/** `polygraph replay FILE`: the dashboard with a recording played through the live path. */

import { run as start } from './start.ts'

export const REPLAY_HELP = `Usage: polygraph replay FILE [options of polygraph start]

Plays a recording at the pace it was made, dated as if it happened now.
`

export async function run(args: string[]): Promise<number> {
  const [file, ...rest] = args
  if (!file || file.startsWith('-')) {
    const asked = file === '--help' || file === '-h'
    process[asked ? 'stdout' : 'stderr'].write(
      asked ? REPLAY_HELP : `A recording's file is needed.\n\n${REPLAY_HELP}`,
    )
    return asked ? 0 : 2
  }
  return start(['--replay', file, ...rest])
}
