'use client'
/** The load balancers' own processes: who answers, and the old workers that a reload left behind. */

import type { LoadBalancerView } from '#lib/views/live-view'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { plural } from '../../words/format-number.ts'
import { formatClock } from '../../words/format-time.ts'

const NONE: LoadBalancerView[] = []

export function Processes() {
  const known = useLive((state) => state.shown?.loadBalancers ?? NONE)
  const { zone } = useUrlState()
  if (known.length === 0) return null
  return (
    <section className="processes panel" aria-labelledby="processes-title">
      <div className="panel-head">
        <h2 id="processes-title">Load balancers</h2>
      </div>
      <ul>
        {known.map((each) => (
          <li key={each.name} data-load-balancer={each.name} data-stale={!each.fresh || undefined}>
            <strong>{each.name}</strong>{' '}
            <span className="of-lb">
              {each.version ? `HAProxy ${each.version}` : 'known by its log only'}
            </span>
            {each.processes.map((process) => (
              <p key={process.pid ?? 'unknown'}>
                pid {process.pid ?? 'unknown'}
                {process.startedAtMs !== null && ` since ${formatClock(process.startedAtMs, zone)}`}
                {process.stopping && ', stopping'}
              </p>
            ))}
            {each.oldWorkers.map((worker) => (
              <p key={worker.pid} className="old-worker" data-old-worker={worker.pid}>
                old worker {worker.pid} still serves{' '}
                {worker.connections === null ? '' : plural(worker.connections, 'connection')}, reloaded{' '}
                {formatClock(worker.sinceMs, zone)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
