'use client'
/** The strip chart of frozen evidence, with its cursor; the same component as on the live page. */

import { useState } from 'react'
import { StripChart } from '../strip-chart/strip-chart.tsx'
import type { EvidenceStrip } from './evidence-strip.ts'

export function FrozenStrip({ strip }: { strip: EvidenceStrip }) {
  const [cursorMs, setCursorMs] = useState<number | null>(null)
  return (
    <StripChart
      subject={strip.subject}
      about="as it was recorded"
      seconds={strip.seconds}
      network={strip.network}
      address={strip.address}
      marks={strip.marks}
      lies={strip.lies}
      nowMs={strip.range.toMs}
      zone="utc"
      range={strip.range}
      windowMinutes={5}
      onWindow={ignore}
      cursorMs={cursorMs}
      onCursor={setCursorMs}
      stale={false}
    />
  )
}

const ignore = () => {}
