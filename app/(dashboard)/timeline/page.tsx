/** Timeline: everything that was recorded, any stretch of it, to the millisecond. */

import type { Metadata } from 'next'
import { readImport } from '../../read-store.ts'
import { readUrl } from '../../shell/read-url.ts'
import { firstWindow, wholeOf, windowUrl } from './ask-window.ts'
import { EarlyScript } from './early-script.tsx'
import { TimelineScreen } from './timeline-screen.tsx'

export const metadata: Metadata = { title: 'Timeline' }
export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const params = await searchParams
  const url = readUrl({ get: (name) => [params[name]].flat()[0] ?? null })
  const imported = await readImport()
  const first = firstWindow(url.range ?? wholeOf(imported), Date.now())
  return (
    <>
      <EarlyScript url={windowUrl(first, url.imported)} window={first} />
      <TimelineScreen first={first} following={url.range === null && imported === null} />
    </>
  )
}
