/** Live: what is lying now, or what was known at a moment that is over. */

import type { Metadata } from 'next'
import { readPastSnapshot } from '../../read-store.ts'
import { PastProvider } from '../../shell/past-provider.tsx'
import { readUrl } from '../../shell/read-url.ts'
import { LiveScreen } from './live-screen.tsx'

export const metadata: Metadata = { title: 'Live' }
export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const params = await searchParams
  const { atMs } = readUrl({ get: (name) => [params[name]].flat()[0] ?? null })
  const snapshot = atMs === null ? null : await readPastSnapshot(atMs)
  if (!snapshot) return <LiveScreen />
  return (
    <PastProvider snapshot={snapshot}>
      <LiveScreen />
    </PastProvider>
  )
}
