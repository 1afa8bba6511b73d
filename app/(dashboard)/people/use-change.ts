'use client'
/** Sends a change, says when it failed, and draws the page anew when it did not. */

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { send } from '../../shell/send.ts'

export function useChange() {
  const router = useRouter()
  const [state, setState] = useState<{ busy: boolean; said: string }>({ busy: false, said: '' })
  /** The answer's body, or null where it failed. */
  async function change<T = object>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<T | null> {
    setState({ busy: true, said: '' })
    const sent = await send<T>(method, path, body)
    setState({ busy: false, said: sent.ok ? '' : sent.message })
    // Also where it failed: what is drawn may be older than what is so.
    router.refresh()
    return sent.ok ? (sent.body ?? ({} as T)) : null
  }
  return { ...state, change }
}
