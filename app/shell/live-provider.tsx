'use client'
/** Holds the one live connection of the page and hands its state to whoever draws. */

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { createLiveClient, type LiveClient } from '#lib/live/client/connect-live'
import type { LiveState } from '#lib/live/client/live-state'
import { createPastClient } from '#lib/live/client/past-client'
import type { LiveSnapshot } from '#lib/views/live-view'
import { leaveIfSignedOut } from './leave-if-signed-out.ts'

export const LiveContext = createContext<LiveClient | null>(null)

/** `isOver`: the picture is an import's, and nothing follows it. */
export function LiveProvider({
  stored,
  isOver = false,
  children,
}: {
  stored: LiveSnapshot | null
  isOver?: boolean
  children: ReactNode
}) {
  const [client] = useState(() => (isOver ? createPastClient(stored) : createLiveClient(stored, Date.now)))
  useEffect(() => client.open(leaveIfSignedOut()), [client])
  return <LiveContext value={client}>{children}</LiveContext>
}

export function useLiveClient(): LiveClient {
  const client = useContext(LiveContext)
  if (!client) throw new Error('The live connection is used outside LiveProvider.')
  return client
}

/** `pick` answers with parts of the state, not with new objects: they are compared by identity. */
export function useLive<T>(pick: (state: LiveState) => T): T {
  const client = useLiveClient()
  const read = () => pick(client.getState())
  return useSyncExternalStore(client.subscribe, read, () => pick(client.getStored()))
}
