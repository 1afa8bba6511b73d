/** The agent's command line → its settings, or what is wrong with it. */

import { parseArgs } from 'node:util'
import type { AgentSettings } from './run-agent.ts'

export const AGENT_HELP = `Usage: polygraph agent --to URL --token TOKEN [options]

Watches this host's addresses, neighbours, sockets and terminals and reports to a dashboard.
It runs as an ordinary user; what it can't see then it says.

  --to URL            the dashboard, http://… or https://…
  --token TOKEN       of role ingest; better in the environment, as POLYGRAPH_TOKEN
  --name HOST         what this host is called (default: its hostname)
  --interval 1s       time between reports: 500ms, 1s, 5s (default: 1s)
  --send-arguments    tell the arguments of commands in terminals too
  --send-users        tell the users of terminals too
`

export const MIN_INTERVAL_MS = 200
export const MAX_INTERVAL_MS = 60_000

export type ReadArguments = { ok: true; settings: AgentSettings } | { ok: false; message: string }

export function readArguments(
  args: string[],
  environment: { token: string | undefined; hostname: string },
): ReadArguments {
  const no = (message: string): ReadArguments => ({ ok: false, message })
  let given: Record<string, string | boolean | undefined>
  try {
    given = parseArgs({
      args,
      options: {
        to: { type: 'string' },
        token: { type: 'string' },
        name: { type: 'string' },
        interval: { type: 'string' },
        'send-arguments': { type: 'boolean' },
        'send-users': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    return no((error as Error).message)
  }
  const { to, token = environment.token, name = environment.hostname, interval = '1s' } = given
  if (typeof to !== 'string' || !/^https?:\/\/[^/]/.test(to) || !isUrl(to))
    return no('--to is needed: the address of the dashboard, http://… or https://…')
  if (typeof token !== 'string' || token.trim() === '')
    return no(
      'A token is needed: --token or POLYGRAPH_TOKEN; "polygraph token create --role ingest" makes one.',
    )
  if (/[^\x21-\x7e]/.test(token.trim())) return no('The token holds characters that no token has.')
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100)
    return no('--name has 1 to 100 characters.')
  const intervalMs = readInterval(`${interval}`)
  if (intervalMs === null) return no('--interval is a time between 200ms and 60s, such as 1s or 500ms.')
  return {
    ok: true,
    settings: {
      to,
      token: token.trim(),
      host: name.trim(),
      intervalMs,
      sendArguments: given['send-arguments'] === true,
      sendUsers: given['send-users'] === true,
    },
  }
}

function readInterval(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text)
  if (!match) return null
  const ms = Number(match[1]) * (match[2] === 'ms' ? 1 : 1000)
  return ms >= MIN_INTERVAL_MS && ms <= MAX_INTERVAL_MS ? Math.round(ms) : null
}

function isUrl(text: string): boolean {
  try {
    return new URL(text).hostname !== ''
  } catch {
    return false
  }
}
