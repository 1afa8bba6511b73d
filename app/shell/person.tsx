'use client'
/** Who is signed in, and what they may: what a person may not do is not shown. */

import { createContext, type ReactNode, useContext } from 'react'
import { may, type Permission, type Role } from '#lib/model/role'
import { useUrlState } from './url-state.ts'

export type Signed = { id: string; name: string; role: Role; via: 'session' | 'token' | 'loopback' }

const PersonContext = createContext<Signed | null>(null)

export function PersonProvider({ person, children }: { person: Signed; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>
}

export function usePerson(): Signed {
  const person = useContext(PersonContext)
  if (!person) throw new Error('Who is signed in is asked outside PersonProvider.')
  return person
}

/** What is done about what goes on now, and not about an import. */
const ONLY_LIVE: ReadonlySet<Permission> = new Set(['acknowledge', 'comment', 'change-incident', 'drill'])

/** The server asks again: this only tells what to show. */
export function useMay(permission: Permission): boolean {
  const { role } = usePerson()
  const { imported } = useUrlState()
  return may(role, permission) && !(imported !== null && ONLY_LIVE.has(permission))
}
