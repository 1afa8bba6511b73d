'use client'
/** A name and a password of one's own, by a one-time link. */

import { useEffect, useState } from 'react'
import { PASSWORD_MAX, PASSWORD_MIN } from '#lib/model/person'
import { send } from '../shell/send.ts'

/** `name` is given where the link is for someone who has one. */
export function LinkForm({ linkKey, name }: { linkKey: string; name: string | null }) {
  const [state, setState] = useState<{ busy: boolean; said: string }>({ busy: false, said: '' })
  // The key stays out of the history and of whoever looks over a shoulder.
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), [])
  const submit = async (form: FormData) => {
    if (form.get('password') !== form.get('again'))
      return setState({ busy: false, said: 'The two passwords differ. Nothing was saved.' })
    setState({ busy: true, said: '' })
    const given = { key: linkKey, name: form.get('name') ?? '', password: form.get('password') }
    const sent = await send('POST', '/api/v1/sign-in/link', given)
    if (sent.ok) return window.location.assign('/')
    setState({ busy: false, said: sent.message })
  }
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit(new FormData(event.currentTarget))
      }}
    >
      {name === null ? (
        <div>
          <label>
            Your name
            <input
              name="name"
              autoComplete="username"
              required
              maxLength={60}
              spellCheck={false}
              aria-describedby="name-hint"
            />
          </label>
          <p id="name-hint" className="hint">
            Others see it beside what you write and change.
          </p>
        </div>
      ) : (
        <input type="hidden" name="name" autoComplete="username" value={name} readOnly />
      )}
      <div>
        <label>
          Password
          <input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={PASSWORD_MIN}
            maxLength={PASSWORD_MAX}
            aria-describedby="password-hint"
          />
        </label>
        <p id="password-hint" className="hint">
          At least {PASSWORD_MIN} characters; a sentence is good.
        </p>
      </div>
      <label>
        The same again
        <input name="again" type="password" autoComplete="new-password" required maxLength={PASSWORD_MAX} />
      </label>
      <p role="alert">{state.said}</p>
      <button type="submit" className="primary" disabled={state.busy}>
        {name === null ? 'Begin' : 'Set the password'}
      </button>
    </form>
  )
}
