/** The check settings with what they trade: how long a dead server keeps its traffic against which pause evicts a good one. */

import type { CheckGroupView, PoolChecksView, SettingView, TradeView } from '#lib/views/pool-detail-view'
import { BandBar } from '../../../forecast/band-bar.tsx'
import { spanRange } from '../../../forecast/format-band.ts'
import { plural } from '../../../words/format-number.ts'
import { Shape } from '../../../words/shape.tsx'
import type { KeptDetail } from './use-pool-detail.ts'

const FAILURES = [
  ['refusing', 'refuses'],
  ['hung', 'hangs'],
  ['unreachable', 'cannot be reached'],
] as const
const NAMES_SHOWN = 4

export function CheckSettings({ kept: { detail, failed } }: { kept: KeptDetail }) {
  const checks = detail?.checks
  return (
    <section id="checks" className="panel check-settings" aria-labelledby="settings-title">
      <div className="panel-head">
        <h2 id="settings-title">Check settings and what they trade</h2>
        <span className="shown">{checks && (checks.file ?? 'no haproxy.cfg known: from what was seen')}</span>
      </div>
      {!checks && <p className="nothing">{failed ?? 'Asking for the settings…'}</p>}
      {checks?.groups.map((group) => (
        <Group key={group.servers[0]} group={group} file={checks.file} />
      ))}
      {checks && checks.settings.length > 0 && (
        <details className="rests">
          <summary>settings of the pool as a whole</summary>
          <Settings settings={checks.settings} />
        </details>
      )}
      {checks && <Says says={checks.says} />}
    </section>
  )
}

function Group({ group, file }: { group: CheckGroupView; file: string | null }) {
  const { servers, serverCount, proves, keeps, stall } = group
  const names = servers.slice(0, NAMES_SHOWN).join(', ')
  const more = serverCount - Math.min(NAMES_SHOWN, servers.length)
  const longest = Math.max(
    1,
    ...(keeps ? Object.values(keeps).map((time) => time?.maxMs ?? 0) : []),
    stall?.alwaysMs ?? 0,
  )
  return (
    <article className="check-group" data-check-kind={group.kind}>
      <h3>
        {names}
        {more > 0 && ` and ${more} more`} <span className="quiet-inline">proves: {proves}</span>
      </h3>
      <div className="check-parts">
        <dl className="trades">
          {keeps ? (
            FAILURES.map(([name, words]) => (
              <Trade
                key={name}
                name={`a server that ${words} keeps its traffic`}
                time={keeps[name]}
                longest={longest}
              />
            ))
          ) : (
            <div>
              <dt>how long a dead server keeps its traffic</dt>
              <dd className="quiet">
                {group.kind === 'none'
                  ? 'for ever: nothing checks it'
                  : `not known: ${file ? 'inter or fall cannot be read' : 'inter stands in haproxy.cfg alone'}`}
              </dd>
            </div>
          )}
          {stall && (
            <div>
              <dt>a pause of a good server that evicts it</dt>
              <dd>
                <BandBar
                  band={{ low: stall.shortestMs, mid: stall.shortestMs, high: stall.alwaysMs }}
                  max={longest}
                />
                <span className="band-words">
                  none under {spanRange(stall.shortestMs, stall.shortestMs)}, every one over{' '}
                  {spanRange(stall.alwaysMs, stall.alwaysMs)}
                </span>
              </dd>
            </div>
          )}
        </dl>
        <Settings settings={group.settings} />
      </div>
    </article>
  )
}

function Trade({ name, time, longest }: { name: string; time: TradeView; longest: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {time ? (
          <>
            <BandBar band={{ low: time.minMs, mid: time.minMs, high: time.maxMs }} max={longest} />
            <span className="band-words">{spanRange(time.minMs, time.maxMs)}</span>
            {time.disagrees && (
              <span className="quiet">checks were reported to last otherwise than the settings say</span>
            )}
          </>
        ) : (
          <span data-tone="down">
            <Shape name="down" />
            for ever: its check never notices
          </span>
        )}
      </dd>
    </div>
  )
}

function Settings({ settings }: { settings: readonly SettingView[] }) {
  return (
    <dl className="settings">
      {settings.map(({ name, value, origin, known }) => (
        <div key={name} data-known={known || undefined}>
          <dt>{name}</dt>
          <dd>
            {value} {known && <span className="quiet">{origin}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const LOOKS = { serious: ['down', 'down'], advice: ['going-down', 'warn'], note: ['muted', 'ring'] } as const

function Says({ says }: { says: PoolChecksView['says'] }) {
  if (says.length === 0) return null
  return (
    <details className="rests says" open={says.some((one) => one.severity === 'serious')}>
      <summary>{plural(says.length, 'remark')} on these settings</summary>
      <ul>
        {says.map(({ rule, severity, text, instead, where }) => (
          <li key={`${rule} ${where}`} data-rule={rule}>
            <p>
              <span data-tone={LOOKS[severity][0]}>
                <Shape name={LOOKS[severity][1]} />
                {severity}
              </span>{' '}
              <span className="quiet-inline">{where}</span>
            </p>
            <p>{text}</p>
            {instead && <p className="quiet-inline">Instead: {instead}</p>}
          </li>
        ))}
      </ul>
    </details>
  )
}
