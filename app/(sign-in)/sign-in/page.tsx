/** Where people sign in. */

import { redirect } from 'next/navigation'
import { isAnyoneThere } from '../../read-people.ts'
import { readPerson } from '../../read-person.ts'
import { NobodyYet } from '../nobody-yet.tsx'
import { SignInForm } from '../sign-in-form.tsx'

export const dynamic = 'force-dynamic'

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  if (await readPerson()) redirect('/')
  if (!(await isAnyoneThere())) return <NobodyYet />
  return (
    <>
      <h1>Sign in</h1>
      <SignInForm next={typeof next === 'string' ? next : null} />
    </>
  )
}
