/** Postmortems: what was written of past incidents, newest first. */

import type { Metadata } from 'next'
import { readPostmortems } from '../../read-postmortems.ts'
import { PostmortemsList } from './postmortems-list.tsx'

export const metadata: Metadata = { title: 'Postmortems' }
export const dynamic = 'force-dynamic'

export default async function Page() {
  return <PostmortemsList postmortems={await readPostmortems()} />
}
