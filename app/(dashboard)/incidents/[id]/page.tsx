/** One incident: what happened, why, and what both ends of it saw. */

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readMergedInto, readNow } from '../../../read-store.ts'
import { incidentHref } from '../incident-row.tsx'
import { IncidentScreen } from './incident-screen.tsx'
import { loadIncidentPage } from './load-incident-page.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident } = await loadIncidentPage(decodeURIComponent((await params).id), await readNow())
  return { title: incident?.title ?? 'Incident' }
}

export default async function Page({ params }: Props) {
  const id = decodeURIComponent((await params).id)
  const loaded = await loadIncidentPage(id, await readNow())
  const into = loaded.incident ? null : await readMergedInto(id)
  if (into !== null) redirect(incidentHref(into))
  return <IncidentScreen id={id} {...loaded} key={id} />
}
