/** The HTTP API: live state and the record, as JSON; described at /api/v1/openapi.json. */

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import type { HostAck } from '#lib/model/host-report'
import type { LbEvent } from '#lib/model/lb-event'
import type { EventsQuestion, loadEvents } from '#lib/store/load-events'
import type { PoolView, SourceView } from '#lib/views/live-view'
import type { IncidentDesk } from '../incident-desk.ts'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { json, refused } from './answer.ts'
import { addDrills, type DrillsPort } from './drills.ts'
import { refusal } from './errors.ts'
import { addForecasts, type ForecastsPort } from './forecasts.ts'
import { addIncidentActs } from './incident-acts.ts'
import type { IncidentsPort } from './incidents.ts'
import { addIncidents } from './incidents.ts'
import { addPeopleApi } from './people/add-people-api.ts'
import type { PeoplePort } from './people/people-port.ts'
import { addPoolDetail, type PoolDetailPort } from './pool-detail.ts'
import { addPostmortems } from './postmortems.ts'
import { type IngestAnswer, MAX_INGEST_BYTES, readIngest } from './read-ingest.ts'
import { eventSchema, ingestAnswerSchema, poolSchema, sourceSchema } from './schemas.ts'
import { addShareLinks } from './share-links.ts'
import { addTimeline, type TimelinePort } from './timeline.ts'
import { toApiPool } from './to-api-pool.ts'
import { needs } from './who-asks.ts'

export const MAX_EVENTS = 1000

export type ApiPort = {
  pools: () => PoolView[]
  sources: () => SourceView[]
  events: (question: EventsQuestion) => ReturnType<typeof loadEvents>
  eventsById: (ids: string[]) => Promise<LbEvent[]>
  search: (question: EventsQuestion & { text: string }) => ReturnType<typeof loadEvents>
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
  now: () => number
  forecasts: Pick<ForecastsPort, 'riskInput' | 'simulate'>
} & IncidentsPort &
  TimelinePort &
  DrillsPort &
  PoolDetailPort

const time = z.coerce.number().int().min(0)

export function createApi(port: ApiPort): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return
      const issue = result.error.issues[0]
      return c.json(refusal('bad_request', `${issue?.path.join('.')}: ${issue?.message}`), 400)
    },
  })

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
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/events',
      summary: 'What changed, newest first',
      request: {
        query: z.object({
          from: time.optional().openapi({ description: 'epoch ms, included; default one hour ago' }),
          to: time.optional().openapi({ description: 'epoch ms, not included; default now' }),
          kind: z.string().max(100).optional(),
          subject: z.string().max(600).optional().openapi({
            description: 'loadBalancer, loadBalancer/pool, loadBalancer/pool/server, a host, or an address',
          }),
          ids: z.string().max(4000).optional().openapi({
            description: 'these events alone, by comma; the rest of the question does not count',
          }),
          text: z.string().max(200).optional().openapi({
            description: 'words that an event must hold, each of them, in its sentence, reason or names',
          }),
          limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
          cursor: z.string().max(200).optional(),
        }),
      },
      responses: {
        200: json(z.object({ events: z.array(eventSchema), nextCursor: z.string().nullable() }), 'events'),
        400: refused,
      },
    }),
    async (c) => {
      const { from, to, kind, subject, text, limit, cursor, ids } = c.req.valid('query')
      if (ids) return c.json({ events: await port.eventsById(ids.split(',')), nextCursor: null }, 200)
      const toMs = to ?? port.now() + 60_000
      const fromMs = from ?? toMs - 3_660_000
      if (fromMs >= toMs) return c.json(refusal('bad_request', 'from must be before to'), 400)
      const question: EventsQuestion = {
        fromMs,
        toMs,
        limit,
        ...(kind && { kind }),
        ...(subject && { subject }),
        ...(cursor && { cursor }),
      }
      const words = text?.trim()
      return c.json(await (words ? port.search({ ...question, text: words }) : port.events(question)), 200)
    },
  )
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
  api.notFound((c) => c.json(refusal('not_found', `${c.req.path} is not part of this API`), 404))
  api.onError((error, c) =>
    error instanceof HTTPException
      ? c.json(refusal('bad_request', error.message), error.status)
      : c.json(refusal('internal', error.message), 500),
  )
  return api
}
