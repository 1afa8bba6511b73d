'use client'
/** Tokens for programs: made with a role, shown once, revoked at once. */

import { useState } from 'react'
import { ROLES } from '#lib/model/role'
import type { StoredToken } from '#lib/store/load-tokens'
import { ConfirmButton } from './confirm-button.tsx'
import { Moment } from './moment.tsx'
import { OnceShown } from './once-shown.tsx'
import { useChange } from './use-change.ts'

export function TokensPanel({ tokens }: { tokens: StoredToken[] }) {
  const { change, busy, said } = useChange()
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const make = async (form: FormData) => {
    const wanted = { name: String(form.get('name')), role: form.get('role') }
    const answer = await change<{ token: string }>('POST', '/api/v1/tokens', wanted)
    if (answer) setMade({ name: wanted.name, token: answer.token })
  }
  const valid = tokens.filter((one) => one.revokedAtMs === null)
  return (
    <section className="panel" aria-labelledby="tokens-title">
      <div className="panel-head">
        <h2 id="tokens-title">Tokens for programs</h2>
        <span className="shown">{tokens.length - valid.length} revoked</span>
      </div>
      <form
        className="make-token"
        onSubmit={(event) => {
          event.preventDefault()
          make(new FormData(event.currentTarget))
        }}
      >
        <label>
          Who or what uses it <input name="name" required maxLength={100} spellCheck={false} />
        </label>
        <label>
          as{' '}
          <select name="role" defaultValue="ingest">
            {ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={busy}>
          Make a token
        </button>
      </form>
      {made && <OnceShown what={`The token ${made.name}.`} text={made.token} close={() => setMade(null)} />}
      {valid.length === 0 ? (
        <p className="nothing">No token is valid.</p>
      ) : (
        <ul className="rows">
          {valid.map((token) => (
            <li key={token.id} data-token={token.name}>
              <span>
                <strong>{token.name}</strong> {token.role}, since <Moment atMs={token.createdAtMs} />
              </span>
              <ConfirmButton
                name={`Revoke ${token.name}`}
                effect="Whatever uses it is refused at once."
                busy={busy}
                act={() => change('DELETE', `/api/v1/tokens/${token.id}`)}
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
