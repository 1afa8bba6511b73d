'use client'
/** Words to look for in the events of the stretch in sight. */

import { SearchBox } from '../../shell/search-box.tsx'
import { writeUrl } from '../../shell/url-state.ts'

export function FindBox({ value }: { value: string }) {
  const onWords = (find: string) => writeUrl({ find })
  return (
    <SearchBox value={value} label="Find words in events" hint="find words" shortcut="f" onWords={onWords} />
  )
}
