/** An agent on each host of a site that has one, sending over the management network. */

import type { Site } from '../net/start-site.ts'
import { findFaketime } from './find-faketime.ts'

/** `file`: the agent as one file, for Node. */
export type AgentProgram = { argv: string[] }
const TOKEN = 'the-lab-has-open-access'

export function startAgents(
  site: Site,
  agent: AgentProgram,
  say: (line: string) => void,
): (host: string) => void {
  const faketime = findFaketime()
  const start = (name: string) => {
    const { clockSkewMs } = site.plan.hosts[name]!
    const skewed = clockSkewMs !== 0 && faketime !== null
    if (clockSkewMs !== 0 && !skewed)
      say(`libfaketime is not installed: the clock of ${name} stays right (apt-get install libfaketime)`)
    const env: Record<string, string> = skewed
      ? {
          LD_PRELOAD: faketime,
          FAKETIME: `${clockSkewMs > 0 ? '+' : ''}${clockSkewMs / 1000}`,
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          DONT_FAKE_MONOTONIC: '1',
        }
      : {}
    const to = ['--to', site.desk.url, '--token', TOKEN, '--name', name, '--interval', '1s']
    site.hosts.get(name)!.start('agent', [...agent.argv, ...to], { env })
  }
  for (const [name, host] of Object.entries(site.plan.hosts)) if (host.agent) start(name)
  return start
}
