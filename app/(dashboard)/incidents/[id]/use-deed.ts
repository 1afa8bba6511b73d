'use client'
/** Sends what a person does about an incident, and hands on the incident as it is then. */

import { useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { send } from '../../../shell/send.ts'
import { incidentPath } from './use-incident.ts'

type Done = { incident: Incident; otherId: string | null }

export function useDeed(id: string, onDone: (incident: Incident) => void) {
  const [state, setState] = useState({ busy: false, problem: '' })
  async function deed(method: 'POST' | 'DELETE', about: string, body?: unknown): Promise<void> {
    setState({ busy: true, problem: '' })
    const sent = await send<Done>(method, incidentPath(id, about), body)
    setState({ busy: false, problem: sent.ok ? '' : sent.message })
    if (sent.ok) onDone(sent.body.incident)
  }
  return { ...state, deed }
}
