/** Incidents: open ones first, then what is over. */

import type { Metadata } from 'next'
import { readDrills } from '../../read-drills.ts'
import { readIncidents, readNow } from '../../read-store.ts'
import { IncidentsScreen } from './incidents-screen.tsx'

export const metadata: Metadata = { title: 'Incidents' }
export const dynamic = 'force-dynamic'

const DAYS = 30
const DAY_MS = 86_400_000

export default async function Page() {
  const nowMs = await readNow()
  const [stored, drills] = await Promise.all([readIncidents(nowMs - DAYS * DAY_MS, nowMs), readDrills()])
  return <IncidentsScreen stored={stored} days={DAYS} drills={drills} />
}
