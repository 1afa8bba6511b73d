/** Timeline: everything that was recorded, any stretch of it, to the millisecond. */

import type { Metadata } from 'next'
import { preload } from 'react-dom'
import { readUrl } from '../../shell/read-url.ts'
import { firstWindow, windowUrl } from './ask-window.ts'
import { TimelineScreen } from './timeline-screen.tsx'

export const metadata: Metadata = { title: 'Timeline' }
export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const params = await searchParams
  const url = readUrl({ get: (name) => [params[name]].flat()[0] ?? null })
  const first = firstWindow(url.range, Date.now())
  // Asked for while the page's script is still on its way.
  preload(windowUrl(first), { as: 'fetch', crossOrigin: 'anonymous' })
  return <TimelineScreen first={first} following={url.range === null} />
}
