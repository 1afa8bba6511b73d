/** Sources: what is connected, how fresh it is, what it could not read, and how to connect more. */

import type { Metadata } from 'next'
import { SourcesScreen } from './sources-screen.tsx'
import { WaysToConnect } from './ways-to-connect.tsx'

export const metadata: Metadata = { title: 'Sources' }
export const dynamic = 'force-dynamic'

export default function Page() {
  return (
    <div className="sources-page">
      <SourcesScreen />
      <WaysToConnect />
    </div>
  )
}
