/** The score sheet of one drill. */

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readScoreSheet } from '../../../read-drills.ts'
import { ScoreSheetScreen } from './score-sheet-screen.tsx'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const sheet = await readScoreSheet((await params).id)
  return { title: sheet ? `Drill: ${sheet.drill.name}` : 'Drill' }
}

export default async function Page({ params }: Props) {
  const sheet = await readScoreSheet((await params).id)
  return sheet ? <ScoreSheetScreen sheet={sheet} /> : notFound()
}
