/** Feeds mutated statistics to the reader: nothing may throw or hang, and every reject has a reason. */

import { readdirSync, readFileSync } from 'node:fs'
import { parseStats } from '#lib/sources/haproxy/stats/parse-stats'

const FIXTURES = new URL('../lib/sources/haproxy/stats/fixtures/2.6.12/', import.meta.url)
const ASKED = { source: 'fuzz', loadBalancer: 'fuzz', atMs: 0 }

export type FuzzReport = {
  inputs: number
  throws: string[]
  slowestMs: number
  slowestText: string
  rejects: Record<string, number>
  unnamed: number
}

/** The same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function mutate(text: string, random: (below: number) => number): string {
  let mutated = text
  for (let times = 1 + random(6); times > 0; times--) {
    const at = random(mutated.length)
    const length = random(5) === 0 ? random(400) : random(3)
    const put = [
      '',
      '"',
      ',',
      '\n',
      '""',
      '\r\n',
      '-',
      '9'.repeat(30),
      '\0',
      '\uFFFD',
      String.fromCharCode(random(256)),
    ][random(11)]!
    mutated = mutated.slice(0, at) + put + mutated.slice(at + length)
  }
  return mutated
}

/** Parses `count` mutations; samples are cut to a few rows so that many fit in a minute. */
export function run(count: number, seed = 1): FuzzReport {
  const random = randomOf(seed)
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.csv'))
  const samples = names.map((name) => readFileSync(new URL(name, FIXTURES), 'utf8').split('\n'))
  const report: FuzzReport = { inputs: 0, throws: [], slowestMs: 0, slowestText: '', rejects: {}, unnamed: 0 }
  for (; report.inputs < count; report.inputs++) {
    const lines = samples[random(samples.length)]!
    const from = 1 + random(Math.max(1, lines.length - 4))
    const text = mutate([lines[0], ...lines.slice(from, from + 3), '', ''].join('\n'), random)
    const started = performance.now()
    try {
      for (const { reason, count: times } of parseStats(text, ASKED).rejects) {
        if (!reason) report.unnamed++
        report.rejects[reason] = (report.rejects[reason] ?? 0) + (times ?? 1)
      }
    } catch (error) {
      if (report.throws.length < 10) report.throws.push(`${error}: ${JSON.stringify(text.slice(0, 300))}`)
    }
    const tookMs = performance.now() - started
    if (tookMs > report.slowestMs) {
      report.slowestMs = tookMs
      report.slowestText = text
    }
  }
  return report
}
