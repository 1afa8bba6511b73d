/** One pool: what is claimed, what the evidence says, and its numbers over time. */

import type { Metadata } from 'next'
import { readPastSnapshot } from '../../../read-store.ts'
import { PastProvider } from '../../../shell/past-provider.tsx'
import { readUrl } from '../../../shell/read-url.ts'
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
  const query = await searchParams
  const range = rangeOf(query.range)
  const { atMs } = readUrl({ get: (name) => [query[name]].flat()[0] ?? null })
  const [loaded, past] = await Promise.all([
    loadPoolPage(id, range, atMs ?? Date.now()),
    atMs === null ? null : readPastSnapshot(atMs),
  ])
  const screen = <PoolScreen id={id} rangeId={range.id} {...loaded} key={`${id} ${range.id}`} />
  return past ? <PastProvider snapshot={past}>{screen}</PastProvider> : screen
}
