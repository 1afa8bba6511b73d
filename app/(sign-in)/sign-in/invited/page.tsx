/** The way in of someone invited, or to a new password. */

import { LinkPage } from '../../link-page.tsx'

export const dynamic = 'force-dynamic'

export default async function Page({ searchParams }: { searchParams: Promise<{ key?: string | string[] }> }) {
  const { key } = await searchParams
  return <LinkPage linkKey={typeof key === 'string' ? key : ''} />
}
