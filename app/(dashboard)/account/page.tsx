/** One's own account: role, sessions, the way out. */

import type { Metadata } from 'next'
import { readOwnSessions } from '../../read-people.ts'
import { readPerson } from '../../read-person.ts'
import { AccountScreen } from './account-screen.tsx'

export const metadata: Metadata = { title: 'Account' }
export const dynamic = 'force-dynamic'

export default async function Page() {
  const person = await readPerson()
  const sessions = person?.via === 'session' ? await readOwnSessions(person.id) : []
  return <AccountScreen sessions={sessions} ownSessionId={person?.sessionId ?? null} />
}
