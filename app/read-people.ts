/** What pages read about people: who there is, links that are still good, sessions, tokens, the audit log. */

import type { InvitationEntry, Person, SessionEntry } from '#lib/model/person'
import { loadTokens, type StoredToken } from '#lib/store/load-tokens'
import { loadAudit } from '#lib/store/people/audit'
import { findInvitation, loadInvitations } from '#lib/store/people/invitations'
import { isAnyone, loadPeople, loadPerson } from '#lib/store/people/load-people'
import { loadSessions } from '#lib/store/people/sessions'
import { readStore } from './read-store.ts'

/** What a one-time link is for, without using it up; null where it is good no more. */
export async function readInvitation(key: string): Promise<{ role: string; name: string | null } | null> {
  const store = await readStore()
  const link = store && (await findInvitation(store, key, Date.now()))
  if (!store || !link) return null
  if (link.kind === 'first' && (await isAnyone(store))) return null
  const person = link.personId ? await loadPerson(store, link.personId) : null
  return { role: link.role, name: person?.name ?? null }
}

export async function isAnyoneThere(): Promise<boolean> {
  const store = await readStore()
  return store !== null && isAnyone(store)
}

export type PeoplePicture = {
  people: Person[]
  links: InvitationEntry[]
  sessions: SessionEntry[]
  tokens: StoredToken[]
  audit: Awaited<ReturnType<typeof loadAudit>>
}

/** Null where the store cannot be read. */
export async function readPeople(): Promise<PeoplePicture | null> {
  const store = await readStore()
  if (!store) return null
  const nowMs = Date.now()
  const [people, links, sessions, tokens, audit] = await Promise.all([
    loadPeople(store),
    loadInvitations(store, nowMs),
    loadSessions(store, { nowMs }),
    loadTokens(store),
    loadAudit(store, null),
  ])
  return { people, links, sessions, tokens, audit }
}

export async function readOwnSessions(personId: string): Promise<SessionEntry[]> {
  const store = await readStore()
  return store ? loadSessions(store, { personId, nowMs: Date.now() }) : []
}
