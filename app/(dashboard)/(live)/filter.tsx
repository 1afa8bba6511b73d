'use client'
/** Narrows what is shown to those whose name, address, claim or verdict contains the words. */

import { SearchBox } from '../../shell/search-box.tsx'
import { writeUrl } from '../../shell/url-state.ts'

export function Filter({ value, label = 'Filter pools and servers' }: { value: string; label?: string }) {
  const onWords = (filter: string) => writeUrl({ filter })
  return <SearchBox value={value} label={label} hint="filter" shortcut="/" onWords={onWords} />
}
