/** Imports: files of systems that never ran Polygraph, each investigated like a record of its own. */

import type { Metadata } from 'next'
import { readImports } from '../../read-imports.ts'
import { ImportsScreen } from './imports-screen.tsx'

export const metadata: Metadata = { title: 'Imports' }
export const dynamic = 'force-dynamic'

export default function Page() {
  return <ImportsScreen stored={readImports()} />
}
