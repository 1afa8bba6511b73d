'use client'
/** A link that stays with the record that is shown: in an import it leads within the import. */

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { NAMES } from './read-url.ts'
import { useUrlState } from './url-state.ts'

export function RecordLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  const { imported } = useUrlState()
  return <Link href={imported === null ? href : withImport(href, imported)} {...rest} />
}

export function withImport(href: string, id: string): string {
  const [, path = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(href) ?? []
  const params = new URLSearchParams(query)
  // An address of its own import stays that.
  if (!params.has(NAMES.imported)) params.set(NAMES.imported, id)
  return `${path}?${params.toString().replaceAll('%2F', '/')}${hash}`
}
