/** What an incident is about, by type: those of the incident itself before those of its findings. */

import type { Subject } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'

export type IncidentSubjects = {
  /** `lb1/app`, also of servers. */
  pools: string[]
  servers: string[]
  addresses: string[]
  hosts: string[]
  terminals: string[]
}

export function incidentSubjects(incident: {
  subjects: readonly Subject[]
  findings: readonly Pick<Incident['findings'][number], 'subjects'>[]
}): IncidentSubjects {
  const subjects = [...incident.subjects, ...incident.findings.flatMap((finding) => finding.subjects)]
  const of = (type: Subject['type']) => subjects.filter((one) => one.type === type).map((one) => one.id)
  const unique = (ids: string[]) => [...new Set(ids)]
  const servers = unique(of('server').filter((id) => id.includes('/')))
  return {
    pools: unique(
      subjects.flatMap(({ type, id }) => {
        if (type === 'pool') return [id]
        return type === 'server' && id.includes('/') ? [id.slice(0, id.lastIndexOf('/'))] : []
      }),
    ),
    servers,
    addresses: unique(of('vip')),
    hosts: unique([...of('host'), ...of('load-balancer')]),
    terminals: unique(of('terminal')),
  }
}
