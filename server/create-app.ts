/** Starts and stops everything that lives: store, pipeline, collectors, HTTP, sockets, pages. */

import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { createHub } from '#lib/live/hub'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { loadEvents, loadEventsById } from '#lib/store/load-events'
import { openStore } from '#lib/store/open-store'
import { searchEvents } from '#lib/store/search-events'
import { closeStore } from '#lib/store/store'
import { answerAhead } from '#lib/views/ask-ahead'
import { createApi } from './api/create-api.ts'
import { toMetrics } from './api/metrics.ts'
import type { CollectorPort } from './collectors/collector.ts'
import { followConfig } from './collectors/follow-config.ts'
import { toProbed } from './collectors/probed-servers.ts'
import { startCollectors } from './collectors/start-collectors.ts'
import { createDrills } from './create-drills.ts'
import { createPages } from './create-pages.ts'
import { createFindIncidents } from './find-incidents.ts'
import { startForecasts } from './forecast/start-forecasts.ts'
import { createFrontDoor } from './front-door.ts'
import { createHostWatch, WATCH_EVERY_MS } from './host-watch.ts'
import { createImportDesk } from './imports/create-import-desk.ts'
import { createImportDoor } from './imports/import-door.ts'
import { createIncidentDesk } from './incident-desk.ts'
import { createIngest } from './ingest.ts'
import { createIntake } from './intake.ts'
import { createKeptCapacity } from './kept-capacity.ts'
import { createKeptDrains } from './kept-drains.ts'
import { listen } from './listen.ts'
import { ownNumbers } from './own-numbers.ts'
import { createPeopleDesk } from './people-desk.ts'
import { createLintOnce } from './pool-detail/lint-once.ts'
import { toPoolDetail } from './pool-detail/to-pool-detail.ts'
import { createPostmortemDesk } from './postmortems/create-postmortem-desk.ts'
import { createStrangers } from './postmortems/strangers.ts'
import { createPublisher } from './publisher.ts'
import { createRecorder } from './recorder.ts'
import { createRecordings } from './recordings.ts'
import { seedPipeline } from './seed-pipeline.ts'
import { statedCapacity } from './settings/capacity-setting.ts'
import { readLogFormats } from './settings/read-log-formats.ts'
import type { Settings } from './settings/settings.ts'
import { createSourceDesk } from './source-desk.ts'
import { createSourceViews } from './source-views.ts'
import { createSubjects } from './subjects.ts'
import { createTimeline } from './timeline/create-timeline.ts'
import { toRetentionPolicy } from './to-retention-policy.ts'
import { createWriter } from './writer.ts'

/** Gigabytes of a log over a slow line; a request's head has the usual minute. */
const LONGEST_REQUEST_MS = 3_600_000

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** `firstLink` is the path of the link that makes the first admin; null where there is somebody. */
export type App = { url: string; firstLink: string | null; stop: () => Promise<void> }

export async function createApp(settings: Settings, pageFile: string | null = null): Promise<App> {
  const now = () => Date.now()
  const logFormats = readLogFormats(settings)
  process.env.POLYGRAPH_DATA = settings.dataDir
  const store = await openStore({ dataDir: settings.dataDir })

  const names = new Set(settings.haproxy.map((one) => one.name))
  const beats = new Map(settings.haproxy.map((one) => [one.name, one.intervalMs]))
  const beatMs = (loadBalancer: string) => beats.get(loadBalancer) ?? 1000
  const desk = createSourceDesk(now, (source, turn) => {
    // Of agents the witnesses tell themselves.
    if (source.kind === 'agent') return
    pipeline.note(turn, source.loadBalancer ?? source.name, source.name, source.lastError, now())
  })
  const sources = createSourceViews(desk, beatMs)
  const hosts = createHostWatch({ pipeline: () => pipeline, desk, now })
  const forecasts = startForecasts({ pipeline: () => pipeline, desk, now })
  const pipeline = createPipeline({
    simulate: forecasts.simulate,
    statedCapacity: (at) => statedCapacity(settings.capacities, at),
    saveEvent(event) {
      writer.event(event)
      timeline.put(event)
    },
    saveSample: (sample) => writer.sample(sample),
    saveIncident: (incident) => writer.incident(incident),
    dropIncident(id, into) {
      writer.dropIncident(id)
      incidentDesk.noted('merge', into, id)
    },
    reopenedIncident: (id) => incidentDesk.noted('reopen', id, null),
    saveNetwork: (vip, second) => writer.network(vip, second),
    heard: hosts.heard,
    reject: desk.reject,
    read: desk.read,
    clock: desk.clock,
    loadBalancers: () => [...names],
    beatMs,
    logFormat: (source) => logFormats.get(desk.get(source)?.address ?? '') ?? null,
  })
  const findIncidents = createFindIncidents(store, {
    ...{ live: pipeline.witnesses.incidents, mergedInto: (id) => incidentDesk.mergedInto(id), now },
  })
  const timeline = createTimeline(store, {
    incidents: findIncidents.incidents,
    keepMs: settings.retention.eventsMs,
    now,
  })
  answerAhead(timeline.ask)
  await seedPipeline(store, pipeline, now())
  hosts.restored()

  const writer = createWriter(store, {
    now,
    retention: toRetentionPolicy(settings.retention),
    sources: desk.all,
    snapshot: pipeline.keptPicture,
    subjects: createSubjects(pipeline.world, now),
    hosts: hosts.kept,
    drains: createKeptDrains(pipeline, now),
    capacity: createKeptCapacity(pipeline, now),
    problem(message, lost) {
      if (message) {
        desk.open('database', 'file', store.file, null)
        desk.lost('database', message, null)
        desk.lose('database', 'waiting-for-disk', lost)
      } else if (desk.get('database')?.state === 'lost') desk.close('database')
    },
  })

  const http = createServer({ requestTimeout: LONGEST_REQUEST_MS })
  const people = createPeopleDesk(settings, { store, now, lost: (why) => desk.lose('database', why, 1) })
  const { gate } = people
  const incidentDesk = createIncidentDesk({
    ...{ store, now, audit: people.audit, witnesses: () => pipeline.witnesses },
    incident: findIncidents.incident,
    drop: (id) => writer.dropIncident(id),
    lost: () => desk.lose('database', 'history-not-written', 1),
  })
  const hub = createHub(http, {
    // It is so at this moment, however long ago anything changed.
    snapshot: () => ({ ...pipeline.snapshot(), atMs: now() }),
    allows: async (request) => (await gate.decide(request, 'look')).ok,
  })
  people.watch(hub.recheck)
  const publisher = createPublisher({ pipeline, publish: hub.publish, sources, now })
  const recorder = settings.record
    ? createRecorder(settings.record, now(), (count) => desk.lose('recording', 'waiting-for-disk', count))
    : null
  const intake = createIntake({
    ...(recorder?.before(pipeline) ?? pipeline),
    lose: desk.lose,
    settled: publisher.settled,
    monotonicMs: () => performance.now(),
  })
  const { isDraining } = pipeline.drains
  const port: CollectorPort = { intake, desk, now, isDraining, servers: () => toProbed(pipeline.pools()) }
  const recordings = createRecordings(
    path.join(ROOT, 'recordings'),
    port,
    pipeline.forget,
    pipeline.witnesses.forget,
  )

  const known = { now, snapshot: pipeline.snapshot, sources: () => sources(now()), ...findIncidents }
  const postmortems = createPostmortemDesk({ store, audit: people.audit, pageFile, ...known })
  const imports = createImportDesk({ dataDir: settings.dataDir, postmortems, now })
  const lint = createLintOnce()
  const api = createApi({
    pools: pipeline.pools,
    forecasts: forecasts.api,
    sources: () => sources(now()),
    events: (question) => loadEvents(store, question),
    eventsById: (ids) => loadEventsById(store, ids),
    search: (question) => searchEvents(store, question),
    ...findIncidents,
    ...timeline,
    poolDetail: (id) => toPoolDetail(lint, pipeline.world(), id, now()),
    acks: hosts.acks,
    ingest: createIngest({ desk, hosts, intake, now }),
    ready: () => null,
    metrics: () =>
      toMetrics(pipeline.pools(), sources(now()), ownNumbers({ browsers: hub.browsers(), nowMs: now() })),
    playRecording: recordings.play,
    people: people.api,
    postmortems,
    incidentDesk,
    imports,
    drills: createDrills(store),
    audit: people.audit,
    agentFile: async () => (await import('#agent/build')).buildAgent(),
    now,
  })
  const pages = createPages({ ...{ root: ROOT, http }, host: settings.host, port: settings.port })
  const behind = createImportDoor(imports, { api: getRequestListener(api.fetch), page: pages.page })
  http.on(
    'request',
    createFrontDoor({
      gate,
      ...behind,
      stranger: createStrangers(postmortems),
      asset: pages.asset,
    }),
  )

  const url = await listen(http, settings).catch(async (error) => {
    people.stop()
    await Promise.all([publisher.stop(), writer.stop()])
    await closeStore(store)
    throw error
  })
  await pages.prepared
  const collectors = startCollectors(settings, port, (name) => names.add(name))
  const { configure } = pipeline.risks
  const configs = settings.configs.map((one) => followConfig(one, { desk, configure }))
  if (settings.replay) recordings.playFile(settings.replay)
  const watching = setInterval(() => {
    hosts.watch()
    publisher.settled()
  }, WATCH_EVERY_MS)
  return {
    url,
    firstLink: await people.firstLink(),
    async stop() {
      recordings.stop()
      answerAhead(null)
      clearInterval(watching)
      await Promise.all([collectors.stop(), ...configs.map((one) => one.stop()), forecasts.stop()])
      intake.stop()
      people.stop()
      await postmortems.stop()
      await imports.stop()
      publisher.stop()
      await hub.close()
      http.closeAllConnections()
      await pages.close()
      await recorder?.stop()
      await writer.stop()
      await closeStore(store)
    },
  }
}
