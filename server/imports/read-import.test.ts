import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { MORNING_MS, writeMorningLog } from '#lib/pipeline/scripted-log'
import { type ImportRecord, uploadOf } from '#lib/store/import-record'
import { loadEvents } from '#lib/store/load-events'
import { loadIncidents } from '#lib/store/load-incidents'
import { loadSeries } from '#lib/store/load-series'
import { openReader } from '#lib/store/open-reader'
import { closeStore } from '#lib/store/store'
import { readImport } from './read-import.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function given(files: { name: string; from: string | Buffer; modifiedAtMs?: number }[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-import-'))
  folders.push(folder)
  const record: ImportRecord = {
    ...{ version: 1, id: 'i1', name: 'The morning after', by: 'me', createdAtMs: MORNING_MS + 86_400_000 },
    ...{ state: 'reading', problem: null, read: { bytes: 0, of: 0 }, fromMs: null, toMs: null },
    ...{ events: 0, incidents: 0 },
    files: files.map(({ name, from, modifiedAtMs = MORNING_MS + 3_600_000 }, number) => {
      const file = uploadOf(folder, number)
      if (typeof from === 'string') copyFileSync(from, file)
      else writeFileSync(file, from)
      return {
        ...{ name, bytes: statSync(file).size, modifiedAtMs, loadBalancer: null, uploaded: true },
        ...{ kind: null, why: '', entries: 0, taken: 0, refused: {} },
      }
    }),
  }
  return { folder, record }
}

async function found(folder: string) {
  const store = await openReader(folder)
  try {
    const all = { fromMs: 0, toMs: 1e14, limit: 100 }
    return {
      incidents: await loadIncidents(store, all),
      events: (await loadEvents(store, all)).events,
      samples: await loadSeries(store, 'edge7/app', { fromMs: MORNING_MS, toMs: MORNING_MS + 120_000 }),
    }
  } finally {
    await closeStore(store)
  }
}

test('a packed log of a system that never ran Polygraph: the lie is found, at its own time, and what was refused is told', async () => {
  const { folder, record } = given([{ name: 'haproxy.log.1.gz', from: gzipSync(writeMorningLog()) }])
  let told = 0
  await readImport(folder, record, () => told++)
  expect(told).toBeGreaterThan(1)
  expect(record).toMatchObject({ fromMs: MORNING_MS + 12, incidents: 1 })
  expect(record.files[0]).toMatchObject({
    ...{ kind: 'log', entries: 4_802, taken: 4_801 },
    refused: { 'unknown-format': { count: 1, sample: 'what somebody typed into the wrong window' } },
  })
  expect(record.read.bytes).toBe(record.files[0]!.bytes)
  const { incidents, events, samples } = await found(folder)
  expect(incidents).toMatchObject([{ kind: 'lying-health-check', title: /edge7\/app\/web2|app\/web2/ }])
  expect(Math.abs(incidents[0]!.startedAtMs - (MORNING_MS + 60_000))).toBeLessThan(1_000)
  expect(incidents[0]!.detectedAtMs - incidents[0]!.startedAtMs).toBeLessThan(5_000)
  const down = events.find((each) => each.server === 'web4' && each.to === 'down')
  expect(down).toMatchObject({ loadBalancer: 'edge7', pool: 'app' })
  expect(Math.abs(down!.atMs - (MORNING_MS + 121_000))).toBeLessThan(1_000)
  expect(samples.length).toBeGreaterThan(100)
})

test('a recording, a look at the statistics, a list of sockets and a picture, each as what it is', async () => {
  const fixture = (name: string) => fileURLToPath(new URL(`../../lib/sources/${name}`, import.meta.url))
  const { folder, record } = given([
    {
      name: 'failover.ndjson.gz',
      from: fileURLToPath(new URL('../../recordings/failover.ndjson.gz', import.meta.url)),
    },
    { name: 'lb9.csv', from: fixture('haproxy/stats/fixtures/2.6.12/stat.11-s1-down.csv') },
    { name: 'bastion.txt', from: fixture('host/fixtures/ss-retransmitting.txt') },
    { name: 'cat.png', from: Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3]) },
  ])
  await readImport(folder, record, () => undefined)
  expect(record.files.map((file) => file.kind)).toEqual(['recording', 'stats', 'sockets', 'unknown'])
  expect(record.files.map((file) => file.taken > 0)).toEqual([true, true, true, false])
  expect(record.files[3]!.refused).toHaveProperty('unknown-file')
  const { incidents } = await found(folder)
  expect(incidents.map((each) => each.kind)).toContain('lying-health-check')
  // A record that ends is no load balancer that went away.
  expect(incidents.map((each) => each.kind)).not.toContain('source-gap')
})
