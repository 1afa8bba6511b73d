'use client'
/** The servers to choose from: each stays, is lost or is drained, with the weight it would have. */

import type { PoolView } from '#lib/views/live-view'
import { ClaimWord } from '../../words/claim-word.tsx'
import { type Fate, MOST_WEIGHT, type WhatIfChoice, wholeNumber } from './what-if-state.ts'

const FATES: readonly [fate: Fate, words: string][] = [
  ['stays', 'stays'],
  ['lose', 'lose'],
  ['drain', 'drain'],
]

type Props = { pool: PoolView; choice: WhatIfChoice; onChange: (patch: Partial<WhatIfChoice>) => void }

export function WhatIfServers({ pool, choice, onChange }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className="what-if-servers" tabIndex={0} aria-label="Servers to choose from">
      <table>
        <thead>
          <tr>
            <th scope="col">server</th>
            <th scope="col">what becomes of it</th>
            <th scope="col">weight</th>
          </tr>
        </thead>
        <tbody>
          {pool.servers.map(({ name, weight, claim }) => {
            const fate = choice.fates[name] ?? 'stays'
            const typed = choice.weights[name] ?? ''
            return (
              <tr key={name} data-fate={fate} data-what-if={name}>
                <th scope="row">
                  {name} {claim.kind !== 'up' && <ClaimWord {...claim} />}
                </th>
                <td>
                  <select
                    aria-label={`What becomes of ${name}`}
                    value={fate}
                    onChange={(event) =>
                      onChange({ fates: { ...choice.fates, [name]: event.target.value as Fate } })
                    }
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
                    onChange={(event) =>
                      onChange({ weights: { ...choice.weights, [name]: event.target.value } })
                    }
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
