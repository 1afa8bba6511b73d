'use client'
/** The page of admins: its first line says who may come in, the rest is one table each. */

import './people.css'
import type { PeoplePicture } from '../../read-people.ts'
import { AuditPanel } from './audit-panel.tsx'
import { InvitePanel } from './invite-panel.tsx'
import { PeopleTable } from './people-table.tsx'
import { SessionsTable } from './sessions-table.tsx'
import { TokensPanel } from './tokens-panel.tsx'

const count = (number: number, one: string, more: string) => `${number} ${number === 1 ? one : more}`

export function PeopleScreen({
  picture,
  ownSessionId,
}: {
  picture: PeoplePicture | null
  ownSessionId: string | null
}) {
  if (!picture)
    return (
      <div className="people-page">
        <h1>The record cannot be read.</h1>
        <p>Nothing was changed. Sources says what is wrong with the database.</p>
      </div>
    )
  const { people, links, sessions, tokens, audit } = picture
  const able = people.filter((one) => one.disabledAtMs === null)
  const admins = able.filter((one) => one.role === 'admin').length
  const valid = tokens.filter((one) => one.revokedAtMs === null).length
  return (
    <div className="people-page">
      <h1>
        {able.length === 0
          ? 'Nobody can sign in yet.'
          : `${count(able.length, 'person', 'people')} can sign in, ${count(admins, 'is an admin', 'are admins')}; ${count(valid, 'token is', 'tokens are')} valid.`}
      </h1>
      <PeopleTable people={people} sessions={sessions} />
      <InvitePanel links={links} people={people} />
      <section className="panel" aria-labelledby="sessions-title">
        <div className="panel-head">
          <h2 id="sessions-title">Sessions</h2>
          <span className="shown">{sessions.length} open</span>
        </div>
        <SessionsTable sessions={sessions} people={people} ownSessionId={ownSessionId} />
      </section>
      <TokensPanel tokens={tokens} />
      <AuditPanel first={audit} />
    </div>
  )
}
