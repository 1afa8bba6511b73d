/** The first admin's way in. */

import { LinkPage } from '../../link-page.tsx'

export const dynamic = 'force-dynamic'

export default async function Page({ searchParams }: { searchParams: Promise<{ key?: string | string[] }> }) {
  const { key } = await searchParams
  return <LinkPage linkKey={typeof key === 'string' ? key : ''} />
}
