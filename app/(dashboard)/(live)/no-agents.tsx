'use client'
/** Said once where load balancers are known and no host: what an agent would add, and how to start one. */

import { useLive } from '../../shell/live-provider.tsx'
import { AgentLines } from '../../words/agent-lines.tsx'

export function NoAgents() {
  const hosts = useLive((state) => state.shown?.hosts.length ?? 0)
  if (hosts > 0) return null
  return (
    <details className="panel no-agents control">
      <summary>
        No host has an agent: who holds each address, ARP, TCP and terminals are not known.{' '}
        <span className="as-link">How to start one</span>
      </summary>
      <AgentLines />
    </details>
  )
}
