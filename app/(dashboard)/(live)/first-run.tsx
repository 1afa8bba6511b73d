'use client'

/** Nothing is connected yet: the lines to paste, or a recorded failover to watch at once. */

import { useState } from 'react'
import { useLive } from '../../shell/live-provider.tsx'
import { useMay } from '../../shell/person.tsx'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import { Paste } from '../../words/paste.tsx'
import { playFailover } from './play-failover.ts'
import { SourcesPanel } from './sources-panel.tsx'

export function FirstRun() {
  const headline = useLive((live) => live.shown?.headline ?? null)
  const mayPlay = useMay('import')
  const configured = useLive((live) => live.shown?.sources.length ?? 0)
  const [state, setState] = useState<{ busy: boolean; said: string | null }>({ busy: false, said: null })
  const play = async () => {
    setState({ busy: true, said: 'Starting the recording…' })
    const failed = await playFailover()
    setState({ busy: failed === null, said: failed ?? 'Playing. The page fills by itself.' })
  }
  return (
    <div className="first-run">
      <section className="headline">
        <h1 data-tone="empty">
          <span className="lead">{headline?.lead || 'Nothing is connected yet.'}</span>{' '}
          {headline?.rest || 'Point Polygraph at a load balancer, or watch it catch a lie first.'}
        </h1>
        <p>
          {configured === 0
            ? 'No HAProxy socket was found in the usual places, and no log has arrived.'
            : 'What was asked for is listed below, with what went wrong where something did.'}
        </p>
      </section>
      {configured > 0 && <SourcesPanel />}
      <div className="first-run-ways">
        <section className="panel" aria-labelledby="connect-title">
          <h2 id="connect-title">Connect your HAProxy</h2>
          <p>
            1. In <code>haproxy.cfg</code>, section <code>global</code>, then reload:
          </p>
          <Paste
            text={'stats socket /run/haproxy/admin.sock mode 660 level operator\nlog 127.0.0.1:5514 local0'}
          />
          <p>2. Start Polygraph with the socket and the log:</p>
          <Paste
            text={
              'npm start -- --haproxy lb1=unix:/run/haproxy/admin.sock \\\n             --syslog udp://127.0.0.1:5514'
            }
          />
          <p className="quiet-note">
            Polygraph only reads. Its user must be in the group that owns the socket. Other ways (stats page,
            log files, pushed lines) are on <Link href="/sources">Sources</Link>.
          </p>
        </section>
        {mayPlay && (
          <section className="panel" aria-labelledby="watch-title">
            <h2 id="watch-title">Watch a recorded failover</h2>
            <p>
              A real HAProxy, recorded while a server began to fail behind a passing check, was drained, put
              in maintenance and came back. It is played through the same path as live data.
            </p>
            <button type="button" className="primary" disabled={state.busy} onClick={play}>
              Watch a recorded failover
            </button>
            <p role="status">{state.said}</p>
          </section>
        )}
      </div>
    </div>
  )
}
