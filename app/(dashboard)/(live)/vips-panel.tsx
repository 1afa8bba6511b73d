'use client'
/** Who holds each address, since when, and who still believes otherwise. */

import type { VipView } from '#lib/views/network-view'
import './network.css'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState, writeUrl } from '../../shell/url-state.ts'
import { useNow } from '../../shell/use-now.ts'
import { ColumnHeads } from '../../words/column-heads.tsx'
import { formatMs, plural } from '../../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../../words/format-time.ts'
import { Shape } from '../../words/shape.tsx'
import { vipKey } from './shown-vip.ts'

const NONE: VipView[] = []
const BELIEVERS_SHOWN = 4

const COLUMNS = ['address', 'held by', 'since', 'evidence says', 'who believes otherwise'] as const

export function VipsPanel() {
  const vips = useLive((state) => state.shown?.vips ?? NONE)
  const { selection, zone } = useUrlState()
  const nowMs = useNow()
  if (vips.length === 0) return null
  return (
    <section className="vips panel" aria-labelledby="vips-title">
      <div className="panel-head">
        <h2 id="vips-title">Who holds each address</h2>
        <span className="shown">{plural(vips.length, 'address', 'addresses')}</span>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {vips.map((vip) => (
            <VipRow
              key={vip.address}
              vip={vip}
              zone={zone}
              nowMs={nowMs}
              selected={selection === vipKey(vip.address)}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type RowProps = { vip: VipView; zone: Zone; nowMs: number | null; selected: boolean }

function VipRow({ vip, zone, nowMs, selected }: RowProps) {
  const { address, owners, formerOwner } = vip
  const key = vipKey(address)
  const live = owners.filter((owner) => owner.fresh)
  return (
    <tr data-vip={address} data-verdict={vip.verdict} data-selected={selected || undefined}>
      <th scope="row">
        <button
          type="button"
          className="vip-name"
          aria-pressed={selected}
          title="Show this address on the strip chart"
          onClick={() => writeUrl({ selection: selected ? null : key })}
        >
          {address}
        </button>
        {vip.moves > 0 && <span className="quiet">{plural(vip.moves, 'move')}</span>}
      </th>
      <td data-label="held by">
        {owners.length === 0 && <span className="quiet">no host with an agent</span>}
        {owners.map((owner) => (
          <p key={owner.host} data-owner={owner.host} data-silent={!owner.fresh || undefined}>
            <strong className={live.length > 1 && owner.fresh ? 'lie-word' : undefined}>{owner.host}</strong>{' '}
            <span className="quiet">{owner.fresh ? owner.link : 'silent'}</span>
          </p>
        ))}
        {formerOwner && !owners.some((owner) => owner.host === formerOwner.host) && (
          <p className="quiet">
            before: {formerOwner.host} until {formatClock(formerOwner.untilMs, zone)}
          </p>
        )}
      </td>
      <td data-label="since" suppressHydrationWarning>
        {owners.map((owner) => (
          <p key={owner.host}>
            {formatClock(owner.sinceMs, zone)}{' '}
            <span className="quiet">
              {owner.errorMs >= 1 && `± ${formatMs(owner.errorMs)} `}
              {nowMs !== null && `${formatSpan(nowMs - owner.sinceMs)} ago`}
            </span>
          </p>
        ))}
      </td>
      <td data-label="evidence">
        <VipVerdict vip={vip} />
      </td>
      <td data-label="believes otherwise" className="believers">
        <Believers vip={vip} zone={zone} />
      </td>
    </tr>
  )
}

function VipVerdict({ vip }: { vip: VipView }) {
  const words = { agrees: 'agrees', lying: 'lying', unknown: 'unknown' }[vip.verdict]
  return (
    <span className="verdict" data-verdict-tone={vip.verdict}>
      {vip.verdict === 'lying' && <Shape name="lying" />}
      {words}: {vip.reason.replace(/\.$/, '')}
    </span>
  )
}

/** Those that disagree by name; those that agree as a number. */
function Believers({ vip, zone }: { vip: VipView; zone: Zone }) {
  const others = vip.believers.filter((each) => !each.agrees)
  const more = others.length - BELIEVERS_SHOWN
  return (
    <>
      {others.slice(0, BELIEVERS_SHOWN).map((each) => (
        <p key={`${each.host} ${each.mac}`} data-believer={each.host}>
          <span className="lie-word">
            {each.host} → {each.means ?? each.mac ?? 'nobody'}
          </span>{' '}
          <span className="quiet">
            {each.state}, since {formatClock(each.sinceMs, zone)}
          </span>
        </p>
      ))}
      {more > 0 && <p className="quiet">and {more} more</p>}
      {others.length === 0 && <span className="quiet">nobody</span>}
    </>
  )
}
