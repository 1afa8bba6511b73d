'use client'
/** Name and password, for someone who has both. */

import { useState } from 'react'
import { send } from '../shell/send.ts'
import { ownPath } from './own-path.ts'

export function SignInForm({ next }: { next: string | null }) {
  const [state, setState] = useState<{ busy: boolean; said: string }>({ busy: false, said: '' })
  const submit = async (form: FormData) => {
    setState({ busy: true, said: '' })
    const given = { name: form.get('name'), password: form.get('password') }
    const sent = await send('POST', '/api/v1/sign-in', given)
    if (sent.ok) return window.location.assign(ownPath(next, window.location.origin))
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
      <label>
        Name
        <input name="name" autoComplete="username" required maxLength={200} spellCheck={false} />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required maxLength={200} />
      </label>
      <p role="alert">{state.said}</p>
      <button type="submit" className="primary" disabled={state.busy}>
        Sign in
      </button>
    </form>
  )
}
