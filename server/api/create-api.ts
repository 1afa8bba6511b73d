/** The HTTP API: live state and the record, as JSON; described at /api/v1/openapi.json. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HostAck } from '#lib/model/host-report'
import type { PoolView, SourceView } from '#lib/views/live-view'
import type { ImportDesk } from '../imports/create-import-desk.ts'
import type { IncidentDesk } from '../incident-desk.ts'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { json, refused } from './answer.ts'
import { addDrills, type DrillsPort } from './drills.ts'
import { emptyApi } from './empty-api.ts'
import { refusal } from './errors.ts'
import { addEvents, type EventsPort } from './events.ts'
import { addForecasts, type ForecastsPort } from './forecasts.ts'
import { addImports } from './imports.ts'
import { addIncidentActs } from './incident-acts.ts'
import type { IncidentsPort } from './incidents.ts'
import { addIncidents } from './incidents.ts'
import { addPeopleApi } from './people/add-people-api.ts'
import type { PeoplePort } from './people/people-port.ts'
import { addPoolDetail, type PoolDetailPort } from './pool-detail.ts'
import { addPostmortems } from './postmortems.ts'
import { type IngestAnswer, MAX_INGEST_BYTES, readIngest } from './read-ingest.ts'
import { ingestAnswerSchema, poolSchema, sourceSchema } from './schemas.ts'
import { addShareLinks } from './share-links.ts'
import { addTimeline, type TimelinePort } from './timeline.ts'
import { toApiPool } from './to-api-pool.ts'
import { needs } from './who-asks.ts'

export type ApiPort = {
  pools: () => PoolView[]
  sources: () => SourceView[]
  /** Hands one shipped entry on; the reason when it can't be taken. */
  ingest: (entry: IngestAnswer['entries'][number]) => string | null
  ready: () => string | null
  metrics: () => string
  /** Answers for every host named in what was just taken. */
  acks: (hosts: string[]) => HostAck[]
  /** The agent as one file. */
  agentFile: () => Promise<string>
  playRecording: (name: string) => string | null
  people: PeoplePort
  postmortems: PostmortemDesk
  incidentDesk: IncidentDesk
  imports: ImportDesk
  now: () => number
  forecasts: Pick<ForecastsPort, 'riskInput' | 'simulate'>
} & EventsPort &
  IncidentsPort &
  TimelinePort &
  DrillsPort &
  PoolDetailPort

export function createApi(port: ApiPort): OpenAPIHono {
  const api = emptyApi()

  api.get('/healthz', (c) => c.text('ok\n'))
  api.get('/readyz', (c) => {
    const why = port.ready()
    return why ? c.text(`${why}\n`, 503) : c.text('ready\n')
  })
  api.get('/metrics', (c) => c.text(port.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }))

  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/pools',
      summary: 'Every pool and server as now known: claim beside verdict',
      responses: { 200: json(z.array(poolSchema), 'pools') },
    }),
    (c) => c.json(port.pools().map(toApiPool), 200),
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources',
      summary: 'Health of every source',
      responses: { 200: json(z.array(sourceSchema), 'sources') },
    }),
    (c) => c.json(port.sources(), 200),
  )
  addEvents(api, port)
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/ingest',
      summary: 'NDJSON of log lines, statistics and agents’ reports',
      description:
        'One JSON object a line: {"kind":"log","line":"…"} or {"message":"…"} as shippers write it, {"kind":"stats","loadBalancer":"lb1","csv":"…"}; an orchestrator announces with {"kind":"grace-period","server":"web1","graceMs":30000,"by":"deploy 4711"} (or "address", "endsAtMs"; optionally "loadBalancer", "pool") that a server ends soon; members of a replicated store say how far they are with {"kind":"replication","group":"orders-db","member":"db2","role":"replica","position":"16/B374D848","lagMs":1200} (position: a number or an LSN; position or lagMs or both; optionally "unit", "pool":"lb1/db", "atMs"). Good lines are taken, bad ones named.',
      responses: { 200: json(ingestAnswerSchema, 'what was taken'), 400: refused, 413: refused },
    }),
    async (c) => {
      const receivedAtMs = port.now()
      const length = Number(c.req.header('content-length') ?? 0)
      if (length > MAX_INGEST_BYTES)
        return c.json(
          refusal('too_large', `At most ${MAX_INGEST_BYTES} bytes at once; send it in parts.`),
          413,
        )
      const body = await c.req.text()
      if (body.length > MAX_INGEST_BYTES)
        return c.json(
          refusal('too_large', `At most ${MAX_INGEST_BYTES} bytes at once; send it in parts.`),
          413,
        )
      const answer = readIngest(body)
      let accepted = 0
      for (const entry of answer.entries) {
        const reason = port.ingest(entry)
        if (reason) answer.reject(entry.lineNumber, reason)
        else accepted++
      }
      const hosts = port.acks([...new Set(answer.entries.flatMap((entry) => entry.report?.host ?? []))])
      const { rejected } = answer
      const rejectedTotal = answer.rejectedTotal()
      return c.json({ accepted, rejected, rejectedTotal, hosts, receivedAtMs, sentAtMs: port.now() }, 200)
    },
  )
  addForecasts(api, { ...port.forecasts, pools: port.pools, now: port.now })
  addPoolDetail(api, port)
  addIncidents(api, port)
  addIncidentActs(api, port.incidentDesk)
  addDrills(api, port)
  addTimeline(api, port)
  addPeopleApi(api, port.people)
  addPostmortems(api, port.postmortems)
  addShareLinks(api, port.postmortems)
  addImports(api, port)
  api.get('/agent.mjs', async (c) =>
    c.body(await port.agentFile(), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  api.post('/api/v1/recordings/:name/play', needs('import'), (c) => {
    const problem = port.playRecording(c.req.param('name'))
    return problem ? c.json(refusal('recording', problem), 409) : c.json({ playing: true }, 202)
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  api.doc31('/api/v1/openapi.json', {
    openapi: '3.1.0',
    security: [{ token: [] }],
    info: {
      title: 'Polygraph',
      version: '1',
      description: 'Times are epoch ms. Send a token as a bearer; browsers sign in by POST /api/v1/sign-in.',
    },
  })
  return api
}
