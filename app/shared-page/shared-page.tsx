/** A postmortem as a stranger reads it: what people wrote, the strip chart, the evidence, how good the record is. */

import type { PostmortemFields } from '#lib/model/postmortem'
import type { SharedDocument } from '#lib/postmortems/shared-document'
import { recordLines, utc } from '#lib/postmortems/to-markdown'
import { stripOf } from './evidence-strip.ts'
import { ConnectionsFrozen, EventsFrozen, FindingsFrozen } from './frozen-tables.tsx'
import { StaticStrip } from './static-strip.tsx'

/** HTML made of the text fields' Markdown, safe to put into a page. */
export type WrittenHtml = Record<
  'summary' | 'impact' | 'causes' | 'wentWell' | 'wentBadly' | 'lucky',
  string
> & {
  /** By the timeline entry's or the action's id. */
  entries: Record<string, string>
}

type Props = {
  document: SharedDocument
  html: WrittenHtml
  /** Paths of the exports; none in a file. */
  exports: { name: string; href: string }[]
}

export function SharedPage({ document, html, exports }: Props) {
  const { fields, evidence, evidenceHash, redacted, createdAtMs, updatedAtMs } = document
  const strip = stripOf(evidence)
  return (
    <>
      <header className="shared-head">
        <p className="shared-kind">Postmortem</p>
        <h1>{fields.title}</h1>
        <p className="shared-facts">
          <span>created {utc(createdAtMs).slice(0, 16)} UTC</span>
          <span>last changed {utc(updatedAtMs).slice(0, 16)} UTC</span>
          {redacted.length > 0 && <span>left out or renamed: {redacted.join(', ')}</span>}
        </p>
      </header>
      <main id="main" className="shared-main">
        <Written title="Summary" html={html.summary} />
        <section aria-label="What was recorded">
          <div id="strip-live" />
          <StaticStrip strip={strip} />
        </section>
        <Written title="Impact" html={html.impact} />
        <Timeline fields={fields} entries={html.entries} />
        <Written title="Causes" html={html.causes} />
        <Written title="What went well" html={html.wentWell} />
        <Written title="What went badly" html={html.wentBadly} />
        <Written title="Where we were lucky" html={html.lucky} />
        <Actions fields={fields} entries={html.entries} />
        <FindingsFrozen evidence={evidence} />
        <ConnectionsFrozen evidence={evidence} />
        <EventsFrozen evidence={evidence} />
        <section className="panel shared-record">
          <h2>The record</h2>
          <ul>
            {recordLines(evidence).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p>
            SHA-256 of the whole evidence <code className="hash">{evidenceHash}</code>
          </p>
          {exports.length > 0 && (
            <p className="shared-exports">
              {exports.map(({ name, href }) => (
                <a key={name} href={href} download>
                  {name}
                </a>
              ))}
            </p>
          )}
        </section>
      </main>
    </>
  )
}

function Written({ title, html }: { title: string; html: string }) {
  if (html.trim() === '') return null
  return (
    <section className="written">
      <h2>{title}</h2>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by renderMarkdown, which lets no HTML through */}
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  )
}

type ListProps = { fields: PostmortemFields; entries: WrittenHtml['entries'] }

function Timeline({ fields, entries }: ListProps) {
  if (fields.timeline.length === 0) return null
  return (
    <section className="panel shared-table">
      <h2 id="timeline-title">Timeline</h2>
      <table aria-labelledby="timeline-title">
        <thead>
          <tr>
            <th scope="col">Time, UTC</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {fields.timeline.map(({ id, atMs }) => (
            <tr key={id}>
              <th scope="row">
                <time dateTime={new Date(atMs).toISOString()}>{utc(atMs)}</time>
              </th>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by renderMarkdown */}
              <td dangerouslySetInnerHTML={{ __html: entries[id] ?? '' }} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Actions({ fields, entries }: ListProps) {
  if (fields.actions.length === 0) return null
  return (
    <section className="panel shared-table">
      <h2 id="actions-title">Actions</h2>
      <table aria-labelledby="actions-title">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Owner</th>
            <th scope="col">State</th>
            <th scope="col">Due</th>
          </tr>
        </thead>
        <tbody>
          {fields.actions.map(({ id, owner, state, dueAtMs }) => (
            <tr key={id}>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by renderMarkdown */}
              <td dangerouslySetInnerHTML={{ __html: entries[id] ?? '' }} />
              <td>{owner || 'nobody yet'}</td>
              <td>{state}</td>
              <td>{dueAtMs === null ? '–' : utc(dueAtMs).slice(0, 10)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
