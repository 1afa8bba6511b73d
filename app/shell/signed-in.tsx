'use client'
/** Who is signed in, with the way out. */

import Link from 'next/link'
import { usePerson } from './person.tsx'
import { send } from './send.ts'

const OPEN_ACCESS = 'Open access: whoever is on this machine is an admin'

export function SignedIn() {
  const person = usePerson()
  if (person.via !== 'session')
    return (
      <span
        className="signed-in"
        title={person.via === 'token' ? `A token with the role ${person.role}` : OPEN_ACCESS}
      >
        {person.name}
      </span>
    )
  return (
    <>
      <Link href="/account" className="signed-in" title={`Signed in as ${person.role}`}>
        {person.name}
      </Link>
      <SignOut />
    </>
  )
}

export function SignOut() {
  const signOut = async () => {
    // Where the server cannot be reached the session goes on: stay, and say nothing that is not so.
    const sent = await send('POST', '/api/v1/sign-out')
    if (sent.ok || sent.status === 401) window.location.assign('/sign-in')
  }
  return (
    <button type="button" className="sign-out" onClick={signOut}>
      Sign out
    </button>
  )
}
