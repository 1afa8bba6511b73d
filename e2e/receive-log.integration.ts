/** One HAProxy that logs in every framing to every kind of receiver: each is read, and a change is one event. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { until } from '#lab/haproxy/until'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const DATAGRAMS = ['local', 'rfc3164', 'rfc5424', 'priority', 'short', 'timed', 'iso', 'raw'] as const
const STREAMS = [
  { name: 'counted', format: 'rfc5424', options: 'log-proto octet-count' },
  { name: 'lines', format: 'rfc3164', options: 'log-proto legacy' },
] as const

let site: Site
let polygraph: Polygraph
/** Format → the name of the source that receives it. */
const sourceOf = new Map<string, string>()

beforeAll(async () => {
  const args: string[] = []
  const logs: string[] = []
  const sections: string[] = []
  for (const format of DATAGRAMS) {
    const port = await freePort()
    logs.push(`127.0.0.1:${port} format ${format} local0`)
    args.push('--syslog', `udp://127.0.0.1:${port}`)
    sourceOf.set(format, sourceOf.size ? `syslog udp:${port}` : 'syslog')
  }
  for (const { name, format, options } of STREAMS) {
    const port = await freePort()
    logs.push(`ring@${name} local0`)
    sections.push(
      `ring ${name}`,
      `  format ${format}`,
      '  maxlen 2048',
      '  size 65536',
      '  timeout connect 1s',
      '  timeout server 10s',
      `  server receiver 127.0.0.1:${port} ${options}`,
    )
    args.push('--syslog', `tcp://127.0.0.1:${port}`)
    sourceOf.set(name, `syslog tcp:${port}`)
  }
  site = await startSite({ logs, sections, ring: 'memory', requestsPerSecond: 20 })
  sourceOf.set('ring', 'lb1 ring')
  polygraph = await startPolygraph(args, {
    config: `haproxy:\n  - name: lb1\n    url: unix:${site.haproxy.socket}\n    ring: memory\n`,
  })
})
afterAll(async () => {
  await polygraph?.stop()
  await site?.stop()
})

for (const format of [...DATAGRAMS, 'counted', 'lines', 'ring'])
  test(`${format}: every line is understood`, async () => {
    const source = await until(`fifty lines by ${format}`, async () => {
      const found = await polygraph.source(sourceOf.get(format)!)
      return (found?.readings ?? 0) >= 50 && found
    })
    expect(source.rejects).toEqual({})
    expect(source.losses).toEqual({})
    expect(source.state).toBe('live')
  })

test('one death, told in eleven framings and by the socket, is one event that names all twelve', async () => {
  await site.servers.web3!.kill()
  const everyone = ['lb1', ...sourceOf.values()].toSorted()
  const told = await until('all tellings', async () => {
    const events = await polygraph.events('subject=lb1/app/web3')
    const downs = events.filter((event) => event.kind === 'server-state' && event.to === 'down')
    return downs.some((event) => event.seenBy.length >= everyone.length) && downs
  }).catch(async (error) => {
    const events = await polygraph.events('subject=lb1/app/web3')
    throw new Error(`${error.message}: ${JSON.stringify(events, null, 1)}`)
  })
  expect(told).toHaveLength(1)
  expect(told[0]!.seenBy.toSorted()).toEqual(everyone)
  expect(Math.abs(told[0]!.atMs - Date.now())).toBeLessThan(15_000)
})
