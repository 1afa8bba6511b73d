/** What a one-time link shows: whom it is for, or that it is good no more. */

import { readInvitation } from '../read-people.ts'
import { LinkForm } from './link-form.tsx'

const MAY: Record<string, string> = {
  viewer: 'see everything',
  responder: 'see everything, annotate, and write and share postmortems',
  operator: 'also change incidents, import records and run drills',
  admin: 'do everything, and decide who else may',
}

export async function LinkPage({ linkKey }: { linkKey: string }) {
  const link = await readInvitation(linkKey)
  if (!link)
    return (
      <>
        <h1>This link is good no more.</h1>
        <p>
          It was used, is too old, or was replaced by a newer one. Ask an admin for another, or, on the
          machine where Polygraph runs: <code>polygraph person link --role admin</code>
        </p>
      </>
    )
  return (
    <>
      <h1>{link.name === null ? `Welcome, ${link.role}.` : `A new password for ${link.name}.`}</h1>
      <p>
        {link.name === null
          ? `You will be able to ${MAY[link.role]}.`
          : 'It ends every session that you have now.'}
      </p>
      <LinkForm linkKey={linkKey} name={link.name} />
    </>
  )
}
