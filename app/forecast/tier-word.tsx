/** How near a pool is to failing server by server: a word and a shape with the colour. */

import type { RiskTier } from '#lib/model/pool-risk'
import { Shape } from '../words/shape.tsx'
import { TIERS } from './risk-words.ts'

export function TierWord({ tier }: { tier: RiskTier }) {
  const { word, tone, shape } = TIERS[tier]
  return (
    <span className="tier" data-tone={tone} data-tier={tier}>
      <Shape name={shape} />
      {word}
    </span>
  )
}
