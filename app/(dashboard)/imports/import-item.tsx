'use client'
/** One import: how far it is, what was found, what each file was taken for and what of it was refused. */

import { useState } from 'react'
import type { ImportFile, ImportRecord } from '#lib/store/import-record'
import { send } from '../../shell/send.ts'
import { formatBytes } from '../../words/format-bytes.ts'
import { formatCount, plural } from '../../words/format-number.ts'
import type { Zone } from '../../words/format-time.ts'
import { formatClock, formatDate, formatSpan, zoneName } from '../../words/format-time.ts'
import { ConfirmButton } from '../people/confirm-button.tsx'
import { isUnderWay } from './use-imports.ts'

type Props = { record: ImportRecord; zone: Zone; mayChange: boolean; look: () => Promise<void> }

export function ImportItem({ record, zone, mayChange, look }: Props) {
  const { id, name, state, problem, read, fromMs, toMs } = record
  const [failed, setFailed] = useState<string | null>(null)
  const remove = async () => {
    const sent = await send('DELETE', `/api/v1/imports/${id}`)
    setFailed(sent.ok ? null : sent.message)
    await look()
  }
  return (
    <li className="import panel" data-import={id} data-state={state}>
      <div className="panel-head">
        <h2>{name}</h2>
        {state === 'ready' && record.toMs !== null && (
          // Another record needs another connection: its pages are loaded anew.
          <span className="import-ways">
            <a className="button" href={`/timeline?import=${id}`}>
              Timeline
            </a>
            <a className="button" href={`/incidents?import=${id}`}>
              {plural(record.incidents, 'incident')}
            </a>
            <a className="button" href={`/?import=${id}`}>
              Last picture
            </a>
          </span>
        )}
        {mayChange && state !== 'reading' && (
          <ConfirmButton name="Remove" effect="Postmortems made of it stay." act={remove} />
        )}
        {mayChange && state === 'reading' && (
          <button type="button" onClick={remove}>
            Cancel
          </button>
        )}
      </div>
      {isUnderWay(record) && (
        <div className="reading">
          <progress value={read.bytes} max={Math.max(1, read.of)} aria-label="Read" />
          <p role="status">
            {state === 'uploading' ? 'Its files are being sent.' : wordsOfReading(record, zone)}
          </p>
        </div>
      )}
      {problem && <p className="problem">{problem}</p>}
      {failed && (
        <p className="problem" role="alert">
          {failed}
        </p>
      )}
      {fromMs !== null && toMs !== null && !isUnderWay(record) && (
        <p className="import-when">
          {formatDate(fromMs, zone)} {formatClock(fromMs, zone)} {zoneName(zone, fromMs)},{' '}
          {formatSpan(toMs - fromMs)}; {plural(record.events, 'event')}
        </p>
      )}
      <ul className="import-files">
        {record.files.map((file) => (
          <FileWords key={file.name} file={file} />
        ))}
      </ul>
    </li>
  )
}

const wordsOfReading = ({ read, toMs, files }: ImportRecord, zone: Zone): string =>
  `${formatBytes(read.bytes)} of ${formatBytes(read.of)} read, ${formatCount(files.reduce((sum, file) => sum + file.taken, 0))} lines${
    toMs === null ? '' : `; at ${formatDate(toMs, zone)} ${formatClock(toMs, zone)}`
  }`

function FileWords({ file }: { file: ImportFile }) {
  const refused = Object.entries(file.refused).sort(([, a], [, b]) => b.count - a.count)
  return (
    <li>
      <p>
        <strong>{file.name}</strong> {formatBytes(file.bytes)}
        {file.kind && (
          <>
            {' '}
            · {KINDS[file.kind]}: {file.why}
          </>
        )}
        {file.entries > 0 && ` · ${formatCount(file.taken)} of ${formatCount(file.entries)} understood`}
      </p>
      {refused.length > 0 && (
        <details>
          <summary>
            {plural(
              refused.reduce((sum, [, { count }]) => sum + count, 0),
              'entry',
              'entries',
            )}{' '}
            refused
          </summary>
          <table>
            <tbody>
              {refused.map(([reason, { count, sample }]) => (
                <tr key={reason}>
                  <th scope="row">{reason.replaceAll('-', ' ')}</th>
                  <td className="number">{formatCount(count)}</td>
                  <td>
                    <code>{sample}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </li>
  )
}

const KINDS = {
  recording: 'a recording',
  stats: 'statistics',
  sockets: 'sockets',
  log: 'a log',
  unknown: 'not read',
} as const
