/** Real failovers through the whole product: hosts with agents, the dashboard, and the lab's own truth to hold it against. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAgent } from '#agent/build'
import { whatLabLacks } from '#lab/net/can-run'
import { playScenario } from '#lab/play/play-scenario'
import { findScenario } from '#lab/scenarios/find-scenario'
import { type JudgedRun, judgeRun } from '#lab/score/judge-run'

/** A machine that runs other tests beside this one makes reports late, not wrong. */
const BUSY_MACHINE = 4
const PLAYED_WITHIN_MS = 150_000

const lacks = whatLabLacks()
if (lacks) console.log(lacks)

const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-e2e-agent-'))
const file = path.join(dir, 'agent.mjs')
beforeAll(async () => writeFileSync(file, await buildAgent()))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function play(name: string): Promise<JudgedRun> {
  const read = findScenario(name)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const lines: string[] = []
  const run = await playScenario(read.scenario, {
    agent: { argv: [process.execPath, file] },
    say: (atMs, line) => lines.push(`${(atMs / 1000).toFixed(2)} s ${line}`),
  }).then(judgeRun)
  console.log(lines.join('\n'))
  return run
}

const alarms = (run: JudgedRun) => run.falseAlarms.map(({ kind, finding }) => `${kind}: ${finding.text}`)

// In CI what is missing is a failure and no reason to skip.
describe.skipIf(lacks !== null && process.env.CI !== 'true')('in the lab', () => {
  test.each(['vip-failover-link-cut', 'ipv6-failover', 'split-brain', 'one-way-loss'])(
    '%s: what happened is reported, once, with its cause, and nothing else',
    async (name) => {
      const run = await play(name)
      for (const { expected, found, delayMs, connections, doubt } of run.reports) {
        expect(doubt).toBeNull()
        expect(found, `${expected.kind} is reported`).not.toBeNull()
        if (expected.within !== undefined) expect(delayMs).toBeLessThan(expected.within * BUSY_MACHINE)
        if (connections) expect(connections).toMatchObject({ missing: [], wrong: [] })
      }
      expect(alarms(run)).toEqual([])
      expect(run.rootCauseRight).toBe(true)
      expect(run.incidents).toBe(1)
    },
    PLAYED_WITHIN_MS,
  )

  test(
    'arp-refresh: where nothing changes nothing is reported',
    async () => {
      const run = await play('arp-refresh')
      expect(alarms(run)).toEqual([])
      expect(run.incidents).toBe(0)
      expect(run.result.connections.filter((one) => one.ended)).toEqual([])
    },
    PLAYED_WITHIN_MS,
  )
})
