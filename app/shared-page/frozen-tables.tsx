/** Findings, connections and events of frozen evidence as tables that need no script. */

import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import { utc } from '#lib/postmortems/to-markdown'

export const EVENTS_SHOWN = 500
export const CONNECTIONS_SHOWN = 200

type Props = { evidence: FrozenEvidence }

function Heads({ names }: { names: string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

export function FindingsFrozen({ evidence }: Props) {
  const findings = evidence.incidents.flatMap((incident) => incident.findings)
  if (findings.length === 0) return null
  return (
    <section className="panel shared-table">
      <h2 id="findings-title">Findings</h2>
      <table aria-labelledby="findings-title">
        <Heads names={['Began, UTC', 'What', 'Confidence', 'Rests on']} />
        <tbody>
          {findings.map((finding) => (
            <tr key={finding.id} data-finding={finding.kind}>
              <th scope="row">
                <time dateTime={new Date(finding.startedAtMs).toISOString()}>{utc(finding.startedAtMs)}</time>
                {finding.startedErrorMs >= 1 && ` ± ${Math.round(finding.startedErrorMs)} ms`}
              </th>
              <td>
                {finding.text} <span className="quiet">{finding.kind}</span>
              </td>
              <td>{Math.round(finding.confidence * 100)} %</td>
              <td>
                <details>
                  <summary>
                    {finding.evidence.length} {finding.evidence.length === 1 ? 'observation' : 'observations'}
                  </summary>
                  <ul>
                    {finding.evidence.map((each, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: frozen, and two may say the same
                      <li key={at}>
                        {utc(each.atMs)} {each.witness}: {each.text}
                      </li>
                    ))}
                  </ul>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export function ConnectionsFrozen({ evidence }: Props) {
  const all = evidence.incidents
    .flatMap((incident) => incident.findings)
    .flatMap((finding) => finding.connections.map((connection) => ({ ...connection, key: finding.id })))
  if (all.length === 0) return null
  return (
    <section className="panel shared-table">
      <h2 id="connections-title">Connections that were not what they seemed</h2>
      <table aria-labelledby="connections-title">
        <Heads names={['Host', 'Connection', 'What it was', 'Process']} />
        <tbody>
          {all.slice(0, CONNECTIONS_SHOWN).map((each) => (
            <tr key={`${each.key} ${each.host} ${each.local} ${each.remote}`} data-class={each.class}>
              <th scope="row">{each.host}</th>
              <td>
                {each.local} → {each.remote}
              </td>
              <td>{each.class.replaceAll('-', ' ')}</td>
              <td>{each.process ? each.process.command : 'not known'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > CONNECTIONS_SHOWN && (
        <p className="quiet">
          {CONNECTIONS_SHOWN} of {all.length}; the JSON export has all.
        </p>
      )}
    </section>
  )
}

export function EventsFrozen({ evidence }: Props) {
  const shown = evidence.events.slice(0, EVENTS_SHOWN)
  if (shown.length === 0) return null
  return (
    <section className="panel shared-table">
      <h2 id="events-title">Events</h2>
      <table aria-labelledby="events-title">
        <Heads names={['Time, UTC', 'What', 'Told by']} />
        <tbody>
          {shown.map((event) => (
            <tr key={event.id} data-event={event.kind}>
              <th scope="row">
                <time dateTime={new Date(event.atMs).toISOString()}>{utc(event.atMs)}</time>
                {event.errorMs >= 1 && ` ± ${Math.round(event.errorMs)} ms`}
              </th>
              <td>{event.text}</td>
              <td>{event.seenBy.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {evidence.events.length > shown.length && (
        <p className="quiet">
          {shown.length} of {evidence.events.length}; the JSON export has all.
        </p>
      )}
    </section>
  )
}
