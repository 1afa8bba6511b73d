/** Makes recordings/failover.ndjson.gz anew: plays the story to a real HAProxy while Polygraph records it. */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './haproxy/free-port.ts'
import { startSite } from './haproxy/start-site.ts'
import { until } from './haproxy/until.ts'
import { failoverStory, play } from './stories/failover.ts'

const file = path.resolve(process.argv[2] ?? 'recordings/failover.ndjson.gz')
const data = mkdtempSync(path.join(tmpdir(), 'polygraph-record-'))
const [syslog, port] = [await freePort(), await freePort()]
const site = await startSite({ logs: [`127.0.0.1:${syslog} local0`], node: 'lb1' })
const polygraph = spawn(
  'bin/polygraph',
  ['start', '--port', String(port), '--data', data, '--record', file].concat([
    ...['--haproxy', `lb1=unix:${site.haproxy.socket}`, '--syslog', `udp://127.0.0.1:${syslog}`],
  ]),
  { stdio: 'inherit' },
)
try {
  await until('Polygraph', async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, {
    timeoutMs: 120_000,
  })
  await play(failoverStory(site), console.log)
} finally {
  polygraph.kill('SIGTERM')
  await new Promise((resolve) => polygraph.once('exit', resolve))
  await site.stop()
  rmSync(data, { recursive: true })
}
