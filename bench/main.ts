/** Runs the measurements that were asked for; 1 comes back when a bar is missed. */

import type { Bar } from './bars.ts'
import { printBars } from './bars.ts'

const HELP = `Usage: npm run bench -- live | hostile | fuzz | store | agent | time-to-evict | drain-forecast | drain-lab | cascade-model | detectors | timeline | analyze | mutants | syslog | all

  live      1,000 servers behind a real HAProxy, 20 browsers' sockets, one Chromium
  hostile   endless lines, huge answers, floods, while another source must stay fresh
  fuzz      a million mutated log lines and a million mutated statistics
  syslog    live syslog over UDP and TCP beside rsyslog: lines a second, and what is lost
  mutants   ten million mutated log lines: no throw, no line over a millisecond, no growth
  store     a day of readings: size on disk, time to open an hour
  agent     the host agent beside 10,000 and 100,000 sockets (Linux, as root)
  time-to-evict  how long a real HAProxy leaves failed servers in rotation, beside the predicted range
  drain-forecast  sessions cut at a drain's deadline, over four kinds of lifetimes
  drain-lab       the same with a real HAProxy, as Polygraph wrote it down at the start of each drain (6 minutes)
  detectors       verdicts, findings and incidents over 1,000 servers and 5,000 log lines a second
  timeline        100,000 and 1,000,000 events: first paint, frames while panning and zooming, any window
  analyze         ten million lines of httplog beside halog and GoAccess (2 GB in the folder for temporary files)
  cascade-model   the simulated cascade beside closed formulas and measured cascades
`

const BENCHES: Record<string, () => Promise<Bar[]>> = {
  live: async () => (await import('./live.ts')).run(),
  hostile: async () => (await import('./hostile.ts')).run(),
  fuzz: async () => (await import('./fuzz.ts')).run(),
  syslog: async () => (await import('./syslog.ts')).run(),
  mutants: async () => (await import('./mutants.ts')).run(),
  store: async () => {
    await (await import('./store.ts')).run()
    return []
  },
  agent: async () => (await import('./agent.ts')).run(),
  'time-to-evict': async () => (await import('./time-to-evict.ts')).run(),
  'drain-forecast': async () => (await import('./drain-forecast.ts')).run(),
  'drain-lab': async () => (await import('./drain-lab.ts')).run(),
  detectors: async () => (await import('./detectors.ts')).run(),
  timeline: async () => (await import('./timeline.ts')).run(),
  analyze: async () => (await import('./analyze.ts')).run(),
  'cascade-model': async () => (await import('./cascade-model.ts')).run(),
}

export async function main([what = '--help']: string[]): Promise<number> {
  const names = what === 'all' ? Object.keys(BENCHES) : [what]
  if (names.some((name) => !BENCHES[name])) {
    process.stdout.write(HELP)
    return what === '--help' ? 0 : 2
  }
  let missed = 0
  for (const name of names) {
    process.stderr.write(`${name} …\n`)
    const bars = await BENCHES[name]!()
    printBars(name, bars)
    missed += bars.filter((bar) => bar.ok === false).length
  }
  return missed ? 1 : 0
}
