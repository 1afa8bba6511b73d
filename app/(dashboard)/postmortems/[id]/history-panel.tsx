'use client'
/** What was written before, by whom and when; any of it can be brought back. */

import { useEffect, useState } from 'react'
import type { PostmortemFields, PostmortemVersion } from '#lib/model/postmortem'
import { utc } from '#lib/postmortems/to-markdown'

type Props = {
  id: string
  /** Asked for again once it is another. */
  version: number | null
  /** Null for who may only read. */
  onRestore: ((fields: PostmortemFields) => void) | null
}

export function HistoryPanel({ id, version: newest, onRestore }: Props) {
  const [open, setOpen] = useState(false)
  const [versions, setVersions] = useState<PostmortemVersion[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each version that is saved
  useEffect(() => {
    if (!open) return
    fetch(`/api/v1/postmortems/${id}/versions`)
      .then((answer) => answer.json())
      .then((list: PostmortemVersion[]) => setVersions(list))
      .catch(() => setVersions([]))
  }, [id, open, newest])
  return (
    <details className="panel shared-table history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>History</summary>
      <p className="quiet">What one person writes within a minute is one version; the newest 200 are kept.</p>
      <ul className="history-list">
        {versions.map(({ version, atMs, by, fields }, at) => (
          <li key={version}>
            <span>version {version}</span>
            <span className="quiet">
              {utc(atMs).slice(0, 19)} UTC by {by || 'someone'}
            </span>
            <span className="quiet">{fields.title}</span>
            {onRestore && at > 0 && (
              <button type="button" onClick={() => onRestore(fields)}>
                Restore
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
