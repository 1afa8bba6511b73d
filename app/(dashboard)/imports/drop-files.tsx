'use client'
/** Where files are dropped or chosen; they go at once. */

import { type DragEvent, useId, useState } from 'react'
import { formatBytes } from '../../words/format-bytes.ts'
import type { useSending } from './use-sending.ts'

const SHOWN_NAMES = 3

/** `haproxy.log, haproxy.log.1.gz and 4 more`. */
function nameOf(files: readonly File[]): string {
  const names = files.slice(0, SHOWN_NAMES).map((file) => file.name)
  const more = files.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

export function DropFiles({ sent, problem, start, cancel }: ReturnType<typeof useSending>) {
  const [over, setOver] = useState(false)
  const [of, setOf] = useState('')
  const id = useId()
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (files.length > 0 && !sent) void start(nameOf(files), files, of.trim() || null)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <section
      className="drop-files panel"
      aria-label="New import"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {sent ? (
        <div className="sending" role="status">
          <p>
            Sending <strong>{sent.name}</strong>: {formatBytes(sent.bytes)} of {formatBytes(sent.of)}
          </p>
          <progress value={sent.bytes} max={Math.max(1, sent.of)} aria-label="Sent" />
          <button type="button" onClick={cancel}>
            Cancel
          </button>
        </div>
      ) : (
        <>
          <p className="drop-lead">
            Drop files here, or{' '}
            <label htmlFor={id} className="choose">
              choose them
            </label>
            <input
              id={id}
              type="file"
              multiple
              className="out-of-sight"
              onChange={(event) => {
                take(event.target.files)
                event.target.value = ''
              }}
            />
          </p>
          <p className="quiet-note">
            Logs of HAProxy and others, <code>show stat</code> as CSV, the output of <code>ss -tni</code>,
            recordings; gzip as it is. Files of one incident belong together: they are read side by side, by
            their own dates.
          </p>
          <label className="drop-of">
            Load balancer
            <input
              type="text"
              maxLength={200}
              placeholder="as the files say"
              value={of}
              onChange={(event) => setOf(event.target.value)}
            />
          </label>
        </>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
