/** A drill's score: how soon it was found, what it cost, what was left behind, how soon all was well. */

import type { Drill, DrillIncident, ScoreSheet } from '../model/drill.ts'
import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { PoolSample } from '../model/server-sample.ts'
import { countRequests, toImpact } from './to-impact.ts'

/** Connections that look alive while nobody serves them. */
const isPhantom = ({ kind }: Finding) =>
  kind === 'phantom-connections' || kind === 'blackholed-connections' || kind === 'orphan-connections'

/** Those that began in the drill, oldest first. `samples`: of every pool on record, over the drill alone. */
export function toScoreSheet(
  drill: Drill,
  incidents: readonly Incident[],
  samples: readonly (readonly PoolSample[])[],
): ScoreSheet {
  const own = incidents
    .filter((one) => one.startedAtMs >= drill.fromMs && one.startedAtMs <= drill.toMs)
    .filter((one) => one.findings.some((finding) => finding.severity !== 'info'))
    .sort((a, b) => a.startedAtMs - b.startedAtMs)
    .map((one) => scoreIncident(one, drill.toMs))
  const sum = (field: 'phantomsLeft' | 'terminals' | 'cut') => own.reduce((all, one) => all + one[field], 0)
  return {
    ...{ version: 1, drill, incidents: own },
    detectMs: own.length === 0 ? null : Math.max(...own.map((one) => one.detectMs)),
    recoverMs: wholeRecovery(own),
    ...{ phantomsLeft: sum('phantomsLeft'), terminals: sum('terminals'), cut: sum('cut') },
    requests: countPools(samples),
  }
}

/** What had not ended by `untilMs` lasted at the drill's end, also where it has ended since. */
function scoreIncident(incident: Incident, untilMs: number): DrillIncident {
  const { id, title, startedAtMs, detectedAtMs, findings } = incident
  const endOf = ({ endedAtMs }: Finding) =>
    endedAtMs !== null && endedAtMs <= untilMs ? endedAtMs : Number.POSITIVE_INFINITY
  const lastEndMs = Math.max(...findings.filter((one) => one.severity !== 'info').map(endOf))
  const phantoms = findings.filter(isPhantom)
  const count = (some: readonly Finding[]) => some.reduce((sum, one) => sum + one.connectionsTotal, 0)
  const { cut, terminals } = toImpact(incident, new Map())
  return {
    ...{ id, title, startedAtMs, startedErrorMs: findings[0]?.startedErrorMs ?? 0 },
    detectMs: Math.max(0, detectedAtMs - startedAtMs),
    recoverMs: Number.isFinite(lastEndMs) ? lastEndMs - startedAtMs : null,
    phantoms: count(phantoms),
    phantomsLeft: count(phantoms.filter((one) => !Number.isFinite(endOf(one)))),
    ...{ terminals: terminals.length, cut },
  }
}

function wholeRecovery(incidents: readonly DrillIncident[]): number | null {
  if (incidents.length === 0 || incidents.some((one) => one.recoverMs === null)) return null
  return Math.max(...incidents.map((one) => one.startedAtMs + one.recoverMs!)) - incidents[0]!.startedAtMs
}

function countPools(samples: readonly (readonly PoolSample[])[]): ScoreSheet['requests'] {
  const counted = samples.map(countRequests).filter((one) => one.requests !== null)
  if (counted.length === 0) return null
  return {
    asked: counted.reduce((sum, one) => sum + one.requests!, 0),
    failed: counted.reduce((sum, one) => sum + (one.failed ?? 0), 0),
    pools: counted.length,
    resolutionS: Math.max(...counted.map((one) => one.resolutionS!)),
  }
}
