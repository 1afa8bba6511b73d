/** Incidents: open ones first, then what is over. */

import type { Metadata } from 'next'
import { readIncidents } from '../../read-store.ts'
import { IncidentsScreen } from './incidents-screen.tsx'

export const metadata: Metadata = { title: 'Incidents' }
export const dynamic = 'force-dynamic'

const DAYS = 30
const DAY_MS = 86_400_000

export default async function Page() {
  const nowMs = Date.now()
  const stored = await readIncidents(nowMs - DAYS * DAY_MS, nowMs)
  return <IncidentsScreen stored={stored} days={DAYS} />
}
