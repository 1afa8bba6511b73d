/** One pool: what is claimed, what the evidence says, and its numbers over time. */

import type { Metadata } from 'next'
import { loadPoolPage } from './load-pool-page.ts'
import { PoolScreen } from './pool-screen.tsx'
import { rangeOf } from './range.ts'

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
  const range = rangeOf((await searchParams).range)
  const loaded = await loadPoolPage(id, range, Date.now())
  return <PoolScreen id={id} rangeId={range.id} {...loaded} key={`${id} ${range.id}`} />
}
