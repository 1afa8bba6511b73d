'use client'
/** Browsers that are signed in, each to be ended at once. */

import type { Person, SessionEntry } from '#lib/model/person'
import { ConfirmButton } from './confirm-button.tsx'
import { Moment } from './moment.tsx'
import { useChange } from './use-change.ts'

type Props = { sessions: SessionEntry[]; people: Person[] | null; ownSessionId: string | null }

/** `Chromium 141 on Linux`, as far as the browser says. */
export function browserName(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0]
  if (!browser) return agent.slice(0, 40) || 'unknown'
  return `${browser[1]} ${browser[2]}${system ? ` on ${system}` : ''}`
}

export function SessionsTable({ sessions, people, ownSessionId }: Props) {
  const { change, busy, said } = useChange()
  if (sessions.length === 0) return <p className="nothing">Nobody is signed in by a browser.</p>
  const nameOf = (id: string) => people?.find((one) => one.id === id)?.name ?? 'unknown'
  return (
    <>
      <div className="wide-table">
        <table>
          <thead>
            <tr>
              {people && <th scope="col">person</th>}
              <th scope="col">from</th>
              <th scope="col">browser</th>
              <th scope="col">last used</th>
              <th scope="col">ends at the latest</th>
              <th scope="col">
                <span className="out-of-sight">change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id} data-session={session.id}>
                {people && <th scope="row">{nameOf(session.personId)}</th>}
                <td>
                  <code>{session.address}</code>
                </td>
                <td>
                  {browserName(session.browser)}
                  {session.id === ownSessionId && ' (this one)'}
                </td>
                <td>
                  <Moment atMs={session.lastSeenAtMs} />
                </td>
                <td>
                  <Moment atMs={session.expiresAtMs} />
                </td>
                <td className="acts">
                  <ConfirmButton
                    name="End"
                    effect="Its open pages stop at once."
                    busy={busy}
                    act={() => change('DELETE', `/api/v1/sessions/${session.id}`)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="alert" className="said">
        {said}
      </p>
    </>
  )
}
