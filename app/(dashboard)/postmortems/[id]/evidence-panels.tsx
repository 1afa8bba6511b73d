'use client'
/** The evidence as it was frozen: strip chart, findings, connections, events, and how good the record is. */

import { memo } from 'react'
import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import { recordLines } from '#lib/postmortems/to-markdown'
import { stripOf } from '../../../shared-page/evidence-strip.ts'
import { ConnectionsFrozen, EventsFrozen, FindingsFrozen } from '../../../shared-page/frozen-tables.tsx'
import { FrozenStrip } from '../../../shared-page/live-strip.tsx'

type Props = { evidence: FrozenEvidence | null; hash: string }

/** It never changes while one writes. */
export const EvidencePanels = memo(Panels, (before, after) => before.hash === after.hash)

function Panels({ evidence, hash }: Props) {
  if (!evidence)
    return (
      <p role="alert" className="conflict">
        The evidence on the disk is not what was frozen: its hash differs from {hash}. It is not shown.
        Restore the database from a copy.
      </p>
    )
  return (
    <section className="postmortem-evidence" aria-label="Frozen evidence">
      <FrozenStrip strip={stripOf(evidence)} />
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
          SHA-256 of the evidence <code className="hash">{hash}</code>
        </p>
      </section>
    </section>
  )
}
