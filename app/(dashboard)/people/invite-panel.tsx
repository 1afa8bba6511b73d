'use client'
/** One-time links: make one for someone new, see those that are still good, make them void. */

import { useState } from 'react'
import type { InvitationEntry, Person } from '#lib/model/person'
import { PERSON_ROLES } from '#lib/model/role'
import { ConfirmButton } from './confirm-button.tsx'
import { Moment } from './moment.tsx'
import { OnceShown } from './once-shown.tsx'
import { useChange } from './use-change.ts'

type Props = { links: InvitationEntry[]; people: Person[] }

export function InvitePanel({ links, people }: Props) {
  const { change, busy, said } = useChange()
  const [made, setMade] = useState<{ role: string; path: string } | null>(null)
  const invite = async (role: string) => {
    const link = await change<{ path: string }>('POST', '/api/v1/people/links', { role })
    if (link) setMade({ role, path: link.path })
  }
  const whom = ({ kind, role, personId }: InvitationEntry) =>
    kind === 'password'
      ? `a new password for ${people.find((one) => one.id === personId)?.name ?? 'someone'}`
      : `a new ${role}`
  return (
    <section className="panel" aria-labelledby="invite-title">
      <div className="panel-head">
        <h2 id="invite-title">Invite</h2>
        <form
          className="in-head"
          onSubmit={(event) => {
            event.preventDefault()
            invite(String(new FormData(event.currentTarget).get('role')))
          }}
        >
          <label>
            as{' '}
            <select name="role" defaultValue="viewer">
              {PERSON_ROLES.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </select>
          </label>
          <button type="submit" disabled={busy}>
            Make a link
          </button>
        </form>
      </div>
      {made && (
        <OnceShown
          what={`For a new ${made.role}: good once, for three days. Send it to one person.`}
          path={made.path}
          close={() => setMade(null)}
        />
      )}
      {links.length === 0 ? (
        <p className="nothing">No link is waiting to be used.</p>
      ) : (
        <ul className="rows">
          {links.map((link) => (
            <li key={link.id}>
              <span>
                For {whom(link)}, by {link.madeBy}; good until <Moment atMs={link.expiresAtMs} />
              </span>
              <ConfirmButton
                name="Make void"
                effect="Whoever has it cannot come in."
                busy={busy}
                act={() => change('DELETE', `/api/v1/people/links/${link.id}`)}
              />
            </li>
          ))}
        </ul>
      )}
      <p role="alert" className="said">
        {said}
      </p>
    </section>
  )
}
