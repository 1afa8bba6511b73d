/** People: who may sign in, who is, tokens for programs, and who did what; for admins. */

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { may } from '#lib/model/role'
import { readPeople } from '../../read-people.ts'
import { readPerson } from '../../read-person.ts'
import { PeopleScreen } from './people-screen.tsx'

export const metadata: Metadata = { title: 'People' }
export const dynamic = 'force-dynamic'

export default async function Page() {
  const person = await readPerson()
  if (!person || !may(person.role, 'manage-people')) notFound()
  const picture = await readPeople()
  return <PeopleScreen picture={picture} ownSessionId={person.sessionId ?? null} />
}
