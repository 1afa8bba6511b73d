/** One pool: what is claimed, what the evidence says, and its numbers over time. */

import type { Metadata } from 'next'
import { readNow } from '../../../read-store.ts'
import { PastProvider } from '../../../shell/past-provider.tsx'
import { loadPoolPage } from './load-pool-page.ts'
import { PoolScreen } from './pool-screen.tsx'
import { askedOf } from './range.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) }
}

export default async function Page({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id)
  const { range, atMs } = askedOf(await searchParams)
  const { past, ...loaded } = await loadPoolPage(id, range, atMs, await readNow())
  const screen = <PoolScreen id={id} rangeId={range.id} {...loaded} key={`${id} ${range.id}`} />
  return past ? <PastProvider snapshot={past}>{screen}</PastProvider> : screen
}
