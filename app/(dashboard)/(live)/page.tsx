/** Live: what is lying now. */

import type { Metadata } from 'next'
import { LiveScreen } from './live-screen.tsx'

export const metadata: Metadata = { title: 'Live' }
export const dynamic = 'force-dynamic'

export default function Page() {
  return <LiveScreen />
}
