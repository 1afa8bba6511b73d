/** Reads the command line, runs the agent and ends cleanly at a signal; the exit code comes back. */

import { hostname } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { AGENT_HELP, readArguments } from './read-arguments.ts'
import { runAgent } from './run-agent.ts'

/** A second signal, or a dashboard that does not answer, must not keep it here. */
const STOP_WITHIN_MS = 3000

export async function startAgent(args: string[]): Promise<number> {
  // A guest on its host: memory counts for more than speed.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--optimize-for-size')
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(AGENT_HELP)
    return 0
  }
  const read = readArguments(args, { token: process.env.POLYGRAPH_TOKEN, hostname: hostname() })
  if (!read.ok) {
    process.stderr.write(`${read.message}\n\n${AGENT_HELP}`)
    return 2
  }
  const { settings } = read
  const say = (line: string) => process.stderr.write(`Polygraph agent: ${line}\n`)
  const agent = runAgent(settings, say)
  say(`reports as ${settings.host} to ${settings.to} every ${settings.intervalMs} ms`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  await agent.stop()
  return 0
}
