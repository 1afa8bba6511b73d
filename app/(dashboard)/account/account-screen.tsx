'use client'
/** Who one is here, and the browsers that one is signed in with. */

import '../people/people.css'
import type { SessionEntry } from '#lib/model/person'
import { usePerson } from '../../shell/person.tsx'
import { SignOut } from '../../shell/signed-in.tsx'
import { SessionsTable } from '../people/sessions-table.tsx'

type Props = { sessions: SessionEntry[]; ownSessionId: string | null }

export function AccountScreen({ sessions, ownSessionId }: Props) {
  const { name, role, via } = usePerson()
  return (
    <div className="people-page">
      <h1>
        {via === 'session' ? `You are ${name}, ${role}.` : `Nobody is signed in: this is open to ${name}.`}
      </h1>
      {via === 'session' && (
        <>
          <section className="panel" aria-labelledby="sessions-title">
            <div className="panel-head">
              <h2 id="sessions-title">Your sessions</h2>
              <span className="shown">end after 12 h without use, or 7 days</span>
            </div>
            <SessionsTable sessions={sessions} people={null} ownSessionId={ownSessionId} />
          </section>
          <p className="account-out">
            <SignOut />
          </p>
          <p className="nothing">A new password comes by a one-time link from an admin.</p>
        </>
      )}
    </div>
  )
}
