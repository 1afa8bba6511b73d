/** Failovers between real hosts, as their agents told of them: what was once told wrongly. */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Incident } from '../model/incident.ts'
import type { RawInput } from '../model/raw-input.ts'
import { createPipeline } from './create-pipeline.ts'
import { quietPort, refuse } from './quiet-port.ts'

const BEAT_MS = 250

function replay(name: string): Incident[] {
  const text = gunzipSync(readFileSync(new URL(`./fixtures/${name}.ndjson.gz`, import.meta.url))).toString()
  const raws = text
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as RawInput)
  const incidents = new Map<string, Incident>()
  const pipeline = createPipeline(
    quietPort({
      saveIncident: (incident) => incidents.set(incident.id, incident),
      dropIncident: (id) => incidents.delete(id),
      reject: refuse,
    }),
  )
  let beatMs = raws[0]!.atMs
  for (const raw of raws) {
    for (; beatMs < raw.atMs; beatMs += BEAT_MS) pipeline.watch(beatMs)
    pipeline.take(raw)
  }
  return [...incidents.values()]
}

test('nobody holds the address for 3.5 s and one client talks: its data is not lost for good', () => {
  const findings = replay('slow-takeover-ipv6').flatMap((incident) => incident.findings)
  expect(findings.map((one) => one.kind).sort()).toEqual([
    'orphan-connections',
    'phantom-connections',
    'vip-failover',
  ])
  expect(findings.find((one) => one.kind === 'phantom-connections')!.connectionsTotal).toBe(8)
})
