/** Drills: what was broken on purpose, and how each went beside the one before. */

import type { Metadata } from 'next'
import { readScoreSheets } from '../../read-drills.ts'
import { DrillsScreen } from './drills-screen.tsx'

export const metadata: Metadata = { title: 'Drills' }
export const dynamic = 'force-dynamic'

export default async function Page() {
  return <DrillsScreen sheets={await readScoreSheets()} />
}
