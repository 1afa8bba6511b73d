/** The list of postmortems, with what is still to be done. */

import type { Postmortem } from '#lib/model/postmortem'
import { utc } from '#lib/postmortems/to-markdown'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import './postmortems.css'

const isLeft = ({ state }: Postmortem['fields']['actions'][number]) => state === 'open' || state === 'doing'

export function PostmortemsList({ postmortems }: { postmortems: Postmortem[] }) {
  const left = postmortems.reduce((sum, { fields }) => sum + fields.actions.filter(isLeft).length, 0)
  return (
    <div className="postmortems-page">
      <section className="headline">
        <h1>
          {postmortems.length === 0
            ? 'No postmortem has been written yet.'
            : `${postmortems.length} ${postmortems.length === 1 ? 'postmortem' : 'postmortems'}, ${left} ${left === 1 ? 'action' : 'actions'} still open.`}
        </h1>
        <p>
          A postmortem is made on the page of an incident: its evidence is frozen then, and outlives all else.{' '}
          <Link href="/incidents">Incidents</Link>
        </p>
      </section>
      {postmortems.length > 0 && (
        <section className="panel" aria-labelledby="postmortems-title">
          <div className="panel-head">
            <h2 id="postmortems-title">Postmortems</h2>
            <span className="shown">{postmortems.length}</span>
          </div>
          <ul className="postmortem-rows">
            {postmortems.map(({ id, fields, createdAtMs, createdBy, updatedAtMs }) => (
              <li key={id} data-postmortem={id}>
                <Link href={`/postmortems/${id}`}>{fields.title}</Link>
                <span className="postmortem-facts">
                  <span>
                    created {utc(createdAtMs).slice(0, 16)} UTC by {createdBy || 'someone'}
                  </span>
                  <span>changed {utc(updatedAtMs).slice(0, 16)} UTC</span>
                  <span>
                    {fields.actions.filter(isLeft).length} of {fields.actions.length} actions open
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
