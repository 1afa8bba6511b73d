'use client'
/** The servers to choose from: each stays, is lost, is drained or hangs for a while, with the weight it would have. */

import { memo } from 'react'
import type { PoolView, ServerView } from '#lib/views/live-view'
import { ClaimWord } from '../../../words/claim-word.tsx'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { type Fate, MOST_WEIGHT, type WhatIfChoice, wholeNumber } from './what-if-state.ts'

const FATES: readonly [fate: Fate, words: string][] = [
  ['stays', 'stays'],
  ['lose', 'lose'],
  ['drain', 'drain'],
  ['stall', 'hangs for a while'],
]

/** The same one for good: rows are drawn again only where they changed. */
export type ChooseServer = (name: string, part: { fate: Fate } | { weight: string }) => void

type Props = { pool: PoolView; choice: WhatIfChoice; onChoose: ChooseServer }

const COLUMNS = ['server', 'what becomes of it', 'weight'] as const

export function WhatIfServers({ pool, choice, onChoose }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className="what-if-servers" tabIndex={0} aria-label="Servers to choose from">
      <table>
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {pool.servers.map(({ name, weight, claim }) => (
            <Row
              key={name}
              name={name}
              weight={weight}
              kind={claim.kind}
              status={claim.status}
              fate={choice.fates[name] ?? 'stays'}
              typed={choice.weights[name] ?? ''}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type RowProps = {
  name: string
  weight: number | null
  kind: ServerView['claim']['kind']
  status: string
  fate: Fate
  typed: string
  onChoose: ChooseServer
}

const Row = memo(function Row({ name, weight, kind, status, fate, typed, onChoose }: RowProps) {
  return (
    <tr data-fate={fate} data-what-if={name}>
      <th scope="row">
        {name} {kind !== 'up' && <ClaimWord kind={kind} status={status} />}
      </th>
      <td>
        <select
          aria-label={`What becomes of ${name}`}
          value={fate}
          onChange={(event) => onChoose(name, { fate: event.target.value as Fate })}
        >
          {FATES.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input
          type="text"
          inputMode="numeric"
          aria-label={`Weight of ${name}`}
          aria-invalid={(typed !== '' && wholeNumber(typed, 0, MOST_WEIGHT) === null) || undefined}
          placeholder={weight === null ? '' : String(weight)}
          value={typed}
          onChange={(event) => onChoose(name, { weight: event.target.value })}
        />
      </td>
    </tr>
  )
})
