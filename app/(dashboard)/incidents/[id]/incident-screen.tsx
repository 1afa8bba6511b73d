'use client'

/** The page of an incident: sentence, strip chart, cause and advice, both ends, connections, story. */

import { useMemo, useState } from 'react'
import type { Incident } from '#lib/model/incident'
import type { EventView, StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import '../../(live)/network.css'
import './incident.css'
import './both-ends.css'
import './handling.css'
import { toIncidentView } from '#lib/views/to-incident-view'
import type { IncidentReach } from '../../../read-store.ts'
import { useLive } from '../../../shell/live-provider.tsx'
import { keptQuery, useUrlState, writeUrl } from '../../../shell/url-state.ts'
import { useKeys } from '../../../shell/use-keys.ts'
import { useSelectionKeys } from '../../../shell/use-selection-keys.ts'
import { AdvicePanel } from './advice-panel.tsx'
import { BothEnds } from './both-ends.tsx'
import { CausePanel } from './cause-panel.tsx'
import { ConnectionsTable } from './connections-table.tsx'
import { CutDrainsTable } from './cut-drains-table.tsx'
import { DifferencesTable } from './differences-table.tsx'
import { findingAnchor } from './finding-anchor.ts'
import { HistoryPanel } from './history-panel.tsx'
import { ImpactLine } from './impact-line.tsx'
import { IncidentHead } from './incident-head.tsx'
import { IncidentStrip } from './incident-strip.tsx'
import { KernelPanel } from './kernel-panel.tsx'
import { Narrative } from './narrative.tsx'
import { SimilarPanel } from './similar-panel.tsx'
import { TerminalsTable } from './terminals-table.tsx'
import { useIncident } from './use-incident.ts'
import { useMergedAway } from './use-merged-away.ts'

type Props = {
  id: string
  incident: Incident | null
  seconds: NetworkSecond[]
  poolSeconds: StripSecond[]
  events: EventView[]
  reach: IncidentReach
}

export function IncidentScreen({ id, incident: stored, seconds, poolSeconds, events, reach }: Props) {
  const url = useUrlState()
  const { value: incident, failed, asked, take } = useIncident(id, stored)
  useMergedAway(id, incident)
  const frozen = useLive((state) => state.connection === 'frozen')
  const [cursorMs, setCursorMs] = useState<number | null>(null)
  const view = useMemo(() => incident && toIncidentView(incident), [incident])
  const findings = incident?.findings ?? []
  useSelectionKeys({
    keys: findings.map((each) => each.id),
    find: (finding) => document.getElementById(findingAnchor(finding)),
    focus: (part) => part,
  })
  const onEscape = () => (cursorMs === null ? writeUrl({ selection: null }) : setCursorMs(null))
  useKeys({ Escape: onEscape })
  const list = `/incidents${keptQuery(url)}`
  if (!incident || !view) return <NoIncident known={asked || frozen} list={list} />
  const { zone } = url
  return (
    <div className="incident-page" data-incident={id} data-open={incident.endedAtMs === null || undefined}>
      <IncidentHead incident={incident} view={view} list={list} zone={zone} failed={failed} onDone={take} />
      <ImpactLine incident={incident} first={reach.impact} />
      <IncidentStrip
        incident={incident}
        view={view}
        stored={seconds}
        storedPool={poolSeconds}
        storedEvents={events}
        cursorMs={cursorMs}
        onCursor={setCursorMs}
      />
      <div className="incident-pair">
        <CausePanel incident={incident} zone={zone} />
        <AdvicePanel advice={incident.advice} when="now" title="What to do now" />
      </div>
      <BothEnds findings={findings} zone={zone} selection={url.selection} onCursor={setCursorMs} />
      <DifferencesTable findings={findings} />
      <CutDrainsTable findings={findings} zone={zone} />
      <TerminalsTable findings={findings} zone={zone} />
      <ConnectionsTable findings={findings} zone={zone} />
      <div className="incident-pair">
        <Narrative lines={incident.narrative} findings={findings} zone={zone} onCursor={setCursorMs} />
        <div className="incident-side">
          <KernelPanel findings={findings} />
          <AdvicePanel advice={incident.advice} when="next-time" title="What prevents it" />
        </div>
      </div>
      <div className="incident-pair">
        <HistoryPanel incident={incident} zone={zone} onDone={take} />
        <SimilarPanel similar={reach.similar} zone={zone} query={keptQuery(url)} />
      </div>
    </div>
  )
}

function NoIncident({ known, list }: { known: boolean; list: string }) {
  return (
    <section className="headline incident-none" aria-busy={!known}>
      <h1 data-tone="unknown">
        <span className="lead">{known ? 'No such incident.' : 'Connecting.'}</span>
      </h1>
      <p>
        {known
          ? 'It may be older than what is kept, or its address was cut short.'
          : 'Waiting for the first word of this incident.'}{' '}
        <Link href={list}>All incidents</Link>
      </p>
    </section>
  )
}
