/** The single file of the agent in a network namespace of its own, where addresses, neighbours and sockets really move. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { HostReport } from '../lib/model/host-report.ts'
import { buildAgent } from './build.ts'

const may = process.platform === 'linux' && process.getuid?.() === 0
if (!may) console.log('skipped: the agent’s test needs network namespaces, and they need root on Linux')

const run = `${process.pid % 10_000}`
const [own, peer] = [`pgag${run}a`, `pgag${run}b`]
const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-agent-'))
const reports: HostReport[] = []
/** Of a second agent, whose `ss` hangs. */
const ofSlow: HostReport[] = []
const children: ChildProcess[] = []
/** Between this namespace, where the dashboard is, and the agent's. */
const [dashboardAddress, agentAddress] = [
  `10.${90 + (process.pid % 100)}.7.1`,
  `10.${90 + (process.pid % 100)}.7.2`,
]
const ip = (...args: string[]) => execFileSync('ip', args)
const inside = (namespace: string, ...command: string[]) => {
  const child = spawn('ip', ['netns', 'exec', namespace, ...command], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const changes = () => reports.flatMap((one) => (one.changes ?? []).map((change) => ({ change, report: one })))
const lastWith = (name: keyof HostReport) => reports.findLast((one) => one[name] !== undefined)

const dashboard = createServer((request, response) => {
  let body = ''
  const receivedAtMs = Date.now()
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    const batch = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as HostReport)
    const { host, session, seq } = batch.at(-1)!
    const told = host === 'slow' ? ofSlow : reports
    told.push(...batch)
    const hosts = [{ host, session, savedSeq: seq, nextSeq: seq + 1, wantsSockets: false }]
    response.end(
      JSON.stringify({ accepted: batch.length, rejected: [], receivedAtMs, sentAtMs: Date.now(), hosts }),
    )
  })
})

let agent: ChildProcess
beforeAll(async () => {
  if (!may) return
  const file = path.join(folder, 'agent.mjs')
  writeFileSync(file, await buildAgent())
  for (const name of [own, peer]) {
    ip('netns', 'add', name)
    ip('-n', name, 'link', 'set', 'lo', 'up')
  }
  ip('link', 'add', `pgd${run}`, 'type', 'veth', 'peer', 'name', 'up0', 'netns', own)
  ip('addr', 'add', `${dashboardAddress}/30`, 'dev', `pgd${run}`)
  ip('link', 'set', `pgd${run}`, 'up')
  ip('-n', own, 'addr', 'add', `${agentAddress}/30`, 'dev', 'up0')
  ip('-n', own, 'link', 'set', 'up0', 'up')
  ip('-n', own, 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb', 'netns', peer)
  for (const [name, link, n] of [
    [own, 'va', 1],
    [peer, 'vb', 2],
  ] as const) {
    ip('-n', name, 'addr', 'add', `10.7.0.${n}/24`, 'dev', link)
    ip('-n', name, 'addr', 'add', `fd07::${n}/64`, 'dev', link, 'nodad')
    ip('-n', name, 'link', 'set', link, 'up')
  }
  await new Promise<void>((resolve) => dashboard.listen(0, dashboardAddress, resolve))
  const { port } = dashboard.address() as { port: number }
  agent = inside(
    own,
    process.execPath,
    file,
    '--to',
    `http://${dashboardAddress}:${port}`,
    '--token',
    'x',
    '--name',
    'h1',
  )
  await eventually(() =>
    expect(lastWith('addresses')?.addresses?.map((one) => one.address)).toContain('10.7.0.1'),
  )
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  dashboard.closeAllConnections()
  dashboard.close()
  rmSync(folder, { recursive: true, force: true })
  if (!may) return
  for (const name of [own, peer]) ip('netns', 'del', name)
})

describe.runIf(may)('the agent in its own network namespace', () => {
  test('says who it is, what it sees, and what the kernel’s settings are', () => {
    const { hello, links } = lastWith('hello')!
    expect(hello).toMatchObject({ intervalMs: 1000, lacks: [], settings: { retries2: 15 } })
    expect(links?.find((one) => one.name === 'va')).toMatchObject({ type: 'veth', up: true })
  })

  test('tells an address that comes and goes at once', async () => {
    const startedAtMs = Date.now()
    ip('-n', own, 'addr', 'add', '10.7.0.100/32', 'dev', 'va')
    ip('-n', own, 'addr', 'add', 'fd07::100/128', 'dev', 'va', 'nodad')
    const of = (address: string) =>
      changes().filter(
        ({ change }) => change.what === 'address' && (change.to ?? change.from)?.address === address,
      )
    await eventually(() => expect(of('10.7.0.100').length + of('fd07::100').length).toBe(2))
    const [first] = of('10.7.0.100')
    expect(first?.report.addresses?.map((one) => one.address)).toContain('10.7.0.100')
    expect(first!.change.atMs - startedAtMs).toBeLessThan(500)
    ip('-n', own, 'addr', 'del', '10.7.0.100/32', 'dev', 'va')
    await eventually(() => expect(of('10.7.0.100')[1]?.change.to).toBeNull())
  })

  test('tells a MAC that flips and comes back, both times', async () => {
    const set = (mac: string) =>
      ip('-n', own, 'neigh', 'replace', '10.7.0.50', 'lladdr', mac, 'dev', 'va', 'nud', 'reachable')
    for (const mac of ['02:00:00:00:00:0a', '02:00:00:00:00:0b', '02:00:00:00:00:0a']) set(mac)
    await eventually(() => {
      const macs = changes().flatMap(({ change }) =>
        change.what === 'neighbour' && change.to?.address === '10.7.0.50' ? [change.to.mac?.at(-1)] : [],
      )
      expect(macs).toEqual(['a', 'b', 'a'])
    })
  })

  test('follows a connection: there, retransmitting into a cut link, with its tries', async () => {
    const listener =
      'require("net").createServer((s) => s.resume()).listen(7001, "::", () => console.log("up"))'
    const client =
      'const s = require("net").connect(7001, process.argv[1], () => setInterval(() => s.write("x"), 50))'
    const server = inside(peer, process.execPath, '-e', listener)
    await new Promise((resolve) => server.stdout?.once('data', resolve))
    inside(own, process.execPath, '-e', client, '10.7.0.2')
    const puts = () =>
      reports.flatMap((one) => one.sockets?.put ?? []).filter((one) => one.remote === '10.7.0.2:7001')
    await eventually(() =>
      expect(puts().at(-1)).toMatchObject({ state: 'established', detail: { unacked: 0 } }),
    )
    ip('-n', peer, 'link', 'set', 'vb', 'down')
    await eventually(() => {
      expect(puts().at(-1)?.timer?.kind).toBe('retransmit')
      expect(puts().at(-1)?.timer?.tries).toBeGreaterThanOrEqual(2)
      expect(puts().at(-1)?.detail?.lastReceivedMs).toBeGreaterThan(500)
    })
    await eventually(() => expect(changes().some(({ change }) => change.what === 'link')).toBe(true))
  })

  test('reports each second, in order and with a measured clock', async () => {
    const from = reports.length
    await eventually(() => expect(reports.length).toBeGreaterThan(from + 2))
    expect(reports.map((one) => one.seq)).toEqual(reports.map((_, n) => n + 1))
    const { clock } = reports.at(-1)!
    expect(Math.abs(clock!.offsetMs)).toBeLessThanOrEqual(clock!.errorMs + 2)
  })

  test('killed without warning it leaves no child behind', async () => {
    const children = () =>
      readdirSync('/proc').filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('ip\0-o\0monitor') && inOwn(pid)
        } catch {
          return false
        }
      })
    const inOwn = (pid: string) => execFileSync('ip', ['netns', 'identify', pid]).toString().trim() === own
    await eventually(() => expect(children()).toHaveLength(1))
    agent.kill('SIGKILL')
    await eventually(() => expect(children()).toHaveLength(0))
  })
})

test.runIf(may)('a program that hangs keeps no report from going out', async () => {
  const bin = mkdtempSync(path.join(folder, 'bin-'))
  writeFileSync(path.join(bin, 'ss'), '#!/bin/sh\nexec sleep 30\n', { mode: 0o755 })
  const { port } = dashboard.address() as { port: number }
  const to = `http://${dashboardAddress}:${port}`
  const file = path.join(folder, 'agent.mjs')
  const command = [process.execPath, file, '--to', to, '--token', 'x', '--name', 'slow']
  const slow = inside(own, 'env', `PATH=${bin}:${process.env.PATH}`, ...command)
  const reported = () => ofSlow.map((one) => one.atMs)
  // Each run of `ss` is given up after five seconds.
  await eventually(() => expect(reported().length).toBeGreaterThanOrEqual(7))
  const times = reported().slice(0, 7)
  expect(times.at(-1)! - times[0]!).toBeLessThan(9_000)
  slow.kill('SIGKILL')
})
