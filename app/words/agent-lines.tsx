'use client'
/** How to start an agent on a host: the lines to paste. */

import { Paste } from './paste.tsx'
import { forDashboard, useDashboard } from './use-dashboard.ts'

/** The dashboard's own address stands where `http://POLYGRAPH:3000` is. */
const TEXT = `# here, once: a token that may only push readings
bin/polygraph token create --role ingest --name agent

# on each load balancer, client and server: Node 18 or later, nothing else
curl -fsSO http://POLYGRAPH:3000/agent.mjs &&
  POLYGRAPH_TOKEN=… node agent.mjs --to http://POLYGRAPH:3000`

export function AgentLines() {
  const { url, reachable } = useDashboard()
  return (
    <>
      <Paste text={forDashboard(TEXT, url)} />
      {!reachable && (
        <p className="quiet-note">
          POLYGRAPH stands for the address at which hosts reach this dashboard; start it with{' '}
          <code>--host 0.0.0.0</code> to be reached at all.
        </p>
      )}
    </>
  )
}
