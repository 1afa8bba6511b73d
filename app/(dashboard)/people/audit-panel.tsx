'use client'
/** Who did what, newest first. */

import { useState } from 'react'
import type { AuditEntry } from '#lib/model/person'
import { Moment } from './moment.tsx'

type Page = { entries: AuditEntry[]; nextBeforeSeq: number | null }

export function AuditPanel({ first }: { first: Page }) {
  const [older, setOlder] = useState<Page[]>([])
  const [failed, setFailed] = useState(false)
  const pages = [first, ...older]
  const nextBeforeSeq = pages.at(-1)?.nextBeforeSeq ?? null
  const more = async () => {
    const answer = await fetch(`/api/v1/audit?before=${nextBeforeSeq}`).catch(() => null)
    setFailed(!answer?.ok)
    if (answer?.ok) setOlder([...older, await answer.json()])
  }
  // The first page moves on as lines are added; what it now shows twice is left out below.
  const entries = [...new Map(pages.flatMap((page) => page.entries).map((one) => [one.seq, one])).values()]
  return (
    <section className="panel" aria-labelledby="audit-title">
      <div className="panel-head">
        <h2 id="audit-title">Audit log</h2>
        <span className="shown">kept for 400 days</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className="wide-table" tabIndex={0} aria-label="Audit log, scrolls sideways">
        <table className="audit">
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col">who</th>
              <th scope="col">did</th>
              <th scope="col">to</th>
              <th scope="col">in detail</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.seq} data-action={entry.action}>
                <td>
                  <Moment atMs={entry.atMs} />
                </td>
                <th scope="row">
                  {entry.who}
                  {entry.via === 'token' && ' (token)'}
                </th>
                <td>{entry.action.replaceAll('-', ' ')}</td>
                <td>{entry.subject}</td>
                <td>{entry.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {entries.length === 0 && <p className="nothing">Nothing was done yet.</p>}
      {nextBeforeSeq !== null && (
        <p className="said">
          <button type="button" onClick={more}>
            Older
          </button>
          {failed && ' They could not be read; try again.'}
        </p>
      )}
    </section>
  )
}
