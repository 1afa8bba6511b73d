'use client'
/** Everyone, with role and the right to sign in. */

import { useState } from 'react'
import type { Person, SessionEntry } from '#lib/model/person'
import { PERSON_ROLES } from '#lib/model/role'
import { ConfirmButton } from './confirm-button.tsx'
import { Moment } from './moment.tsx'
import { OnceShown } from './once-shown.tsx'
import { useChange } from './use-change.ts'

type Props = { people: Person[]; sessions: SessionEntry[] }

export function PeopleTable({ people, sessions }: Props) {
  const { change, busy, said } = useChange()
  const [made, setMade] = useState<{ name: string; path: string } | null>(null)
  const put = (person: Person, body: object) => change('PATCH', `/api/v1/people/${person.id}`, body)
  const newPassword = async ({ id, name }: Person) => {
    const link = await change<{ path: string }>('POST', '/api/v1/people/links', { personId: id })
    if (link) setMade({ name, path: link.path })
  }
  const open = (person: Person) => sessions.filter((one) => one.personId === person.id).length
  const ends = (person: Person) => {
    const sessions = open(person)
    return sessions === 1 ? 'Ends 1 session at once.' : `Ends ${sessions} sessions at once.`
  }
  return (
    <section className="panel" aria-labelledby="people-title">
      <div className="panel-head">
        <h2 id="people-title">People</h2>
      </div>
      {people.length === 0 && <p className="nothing">Nobody yet. Invite someone below.</p>}
      <div className="wide-table">
        <table>
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col">role</th>
              <th scope="col">since</th>
              <th scope="col">sessions</th>
              <th scope="col">
                <span className="out-of-sight">change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.id} data-person={person.name} data-disabled={person.disabledAtMs !== null}>
                <th scope="row">{person.name}</th>
                <td>
                  <select
                    aria-label={`Role of ${person.name}`}
                    value={person.role}
                    disabled={busy}
                    onChange={(event) => put(person, { role: event.target.value })}
                  >
                    {PERSON_ROLES.map((role) => (
                      <option key={role}>{role}</option>
                    ))}
                  </select>
                </td>
                <td>
                  <Moment atMs={person.createdAtMs} />
                </td>
                <td>{person.disabledAtMs === null ? open(person) : 'disabled'}</td>
                <td className="acts">
                  {person.disabledAtMs === null ? (
                    <>
                      <button type="button" disabled={busy} onClick={() => newPassword(person)}>
                        New password link
                      </button>
                      <ConfirmButton
                        name={`Disable ${person.name}`}
                        effect={ends(person)}
                        busy={busy}
                        act={() => put(person, { disabled: true })}
                      />
                    </>
                  ) : (
                    <button type="button" disabled={busy} onClick={() => put(person, { disabled: false })}>
                      Let {person.name} in again
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="alert" className="said">
        {said}
      </p>
      {made && (
        <OnceShown
          what={`A new password for ${made.name}: good once, within the hour. Their sessions end when it is used.`}
          path={made.path}
          close={() => setMade(null)}
        />
      )}
    </section>
  )
}
