'use client'

/** One press: the evidence is frozen, and the postmortem opens. */

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMay } from '../../../shell/person.tsx'
import { send } from '../../../shell/send.ts'
import { recordUrl } from '../../../shell/url-state.ts'

export function CreatePostmortem({ incidentId }: { incidentId: string }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  if (!useMay('create-postmortem')) return null
  const create = async () => {
    setBusy(true)
    const answer = await send<{ id: string }>('POST', recordUrl('/api/v1/postmortems'), { incidentId })
    if (answer.ok) return router.push(`/postmortems/${answer.body.id}`)
    setBusy(false)
    setProblem(answer.message)
  }
  return (
    <span className="control create-postmortem">
      <button type="button" disabled={busy} onClick={() => void create()}>
        {busy ? 'Freezing the evidence' : 'Create postmortem'}
      </button>
      {problem && <span role="alert"> {problem}</span>}
    </span>
  )
}
