/** The lines to paste, one fold each. */

import { AgentLines } from '../../words/agent-lines.tsx'
import { Paste } from '../../words/paste.tsx'
import { WAYS } from './ways.ts'

export function WaysToConnect() {
  return (
    <section className="ways" aria-labelledby="ways-title">
      <h2 id="ways-title">Connect another</h2>
      <p>Polygraph only reads. After a change to haproxy.cfg, reload HAProxy.</p>
      {WAYS.map((way, index) => (
        <details key={way.name} className="panel" open={index === 0}>
          <summary>
            <strong>{way.name}</strong> <span>{way.gives}</span>
          </summary>
          <Paste text={way.lines} />
        </details>
      ))}
      <details className="panel" id="agent">
        <summary>
          <strong>Host agent</strong>{' '}
          <span>
            Who holds each address, ARP, TCP, terminals: finds connections that look alive and are dead.
          </span>
        </summary>
        <AgentLines />
      </details>
    </section>
  )
}
