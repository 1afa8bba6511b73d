/** One postmortem: edited beside the evidence that was frozen with it. */

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readPostmortem } from '../../../read-postmortems.ts'
import { EditorScreen } from './editor-screen.tsx'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const loaded = await readPostmortem((await params).id)
  return { title: loaded?.postmortem.fields.title ?? 'Postmortem' }
}

export default async function Page({ params }: Props) {
  const loaded = await readPostmortem((await params).id)
  if (!loaded) notFound()
  return <EditorScreen {...loaded} key={loaded.postmortem.id} />
}
