/** What a person does about an incident: acknowledges, closes, opens again, merges two, or takes findings out of one. */

import type { Finding } from '../model/finding.ts'
import type { Handling, Incident, Mark } from '../model/incident.ts'
import type { HandlingRefusal, IncidentCommand } from '../model/incident-act.ts'
import { absorb, type Case, handlingOf, type Incidents, MAX_FINDINGS, newCase, rebuild } from './case.ts'

export type Handled =
  | {
      ok: true
      /** Each whole; the one that was asked for first. */
      changed: Incident[]
      dropped: { id: string; into: string }[]
      /** The other incident of a merge or split. */
      otherId: string | null
    }
  | { ok: false; reason: HandlingRefusal }

const refuse = (reason: HandlingRefusal): Handled => ({ ok: false, reason })

/** Writes into `incidents`. */
export function handleIncident(
  incidents: Incidents,
  id: string,
  command: IncidentCommand,
  mark: Mark,
): Handled {
  const one = incidents.cases.get(id)
  if (!one?.built) return refuse('no-such-incident')
  const { acknowledged, closed, comments } = handlingOf(one)
  switch (command.do) {
    case 'acknowledge':
      return acknowledged ? refuse('already-so') : note(one, { acknowledged: mark })
    case 'withdraw':
      return acknowledged ? note(one, { acknowledged: null }) : refuse('already-so')
    case 'close':
      return closed ? refuse('already-so') : note(one, { closed: { ...mark, text: command.text } })
    case 'reopen':
      return closed ? note(one, { closed: null }) : refuse('already-so')
    case 'comment':
      return note(one, { comments: comments + 1 })
    case 'uncomment':
      return note(one, { comments: Math.max(0, comments - 1) })
    case 'merge':
      return merge(incidents, one, command.otherId)
    case 'split':
      return split(incidents, one, new Set(command.findingIds))
  }
}

function note(one: Case, change: Partial<Handling>): Handled {
  one.handling = { ...handlingOf(one), ...change }
  const built = rebuild(one, one.built!.endedAtMs)
  return { ok: true, changed: built ? [built] : [], dropped: [], otherId: null }
}

function merge(incidents: Incidents, home: Case, otherId: string): Handled {
  if (otherId === home.id) return refuse('same-incident')
  const other = incidents.cases.get(otherId)
  if (!other?.built) return refuse('no-such-incident')
  if (home.findings.size + other.findings.size > MAX_FINDINGS) return refuse('too-many-findings')
  absorb(home, other)
  incidents.cases.delete(otherId)
  const changed = rebuild(home, endOf([home.built!, other.built]))
  return {
    ...{ ok: true, changed: changed ? [changed] : [] },
    ...{ dropped: [{ id: otherId, into: home.id }], otherId },
  }
}

/** Null while either lasts. */
function endOf(both: Incident[]): number | null {
  const ends = both.flatMap(({ endedAtMs }) => endedAtMs ?? [])
  return ends.length < both.length ? null : Math.max(...ends)
}

function split(incidents: Incidents, home: Case, taken: Set<string>): Handled {
  const moving = [...home.findings.values()].filter((finding) => taken.has(finding.id))
  if (moving.length < taken.size) return refuse('no-such-finding')
  if (moving.length === 0 || moving.length === home.findings.size) return refuse('nothing-left')
  const made = newCase(freeId(incidents, moving))
  for (const finding of moving) {
    home.findings.delete(finding.id)
    made.findings.set(finding.id, finding)
  }
  home.handling = { ...handlingOf(home), apart: [...handlingOf(home).apart, made.id] }
  // Whoever knows of the one knows of the other; what was said of the whole does not close a part.
  const { acknowledged } = handlingOf(home)
  made.handling = { acknowledged, closed: null, comments: 0, apart: [home.id] }
  incidents.cases.set(made.id, made)
  const over = home.built!.endedAtMs !== null
  const changed = [home, made].flatMap((one) => rebuild(one, over ? endOfFindings(one) : null) ?? [])
  return { ok: true, changed, dropped: [], otherId: made.id }
}

const endOfFindings = (one: Case) =>
  Math.max(...[...one.findings.values()].map((finding) => finding.endedAtMs ?? finding.detectedAtMs))

/** Of its first finding, as always; numbered where the whole is named after that one. */
function freeId(incidents: Incidents, [first]: Finding[]): string {
  const id = `incident-${first!.id}`
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? id : `${id}~${number}`
    if (!incidents.cases.has(numbered)) return numbered
  }
}
