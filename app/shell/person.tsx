'use client'
/** Who is signed in, and what they may: what a person may not do is not shown. */

import { createContext, type ReactNode, useContext } from 'react'
import { may, type Permission, type Role } from '#lib/model/role'

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

/** The server asks again: this only tells what to show. */
export const useMay = (permission: Permission): boolean => may(usePerson().role, permission)
