/** The lab's programs and a dashboard on this machine's loopback, for measurements that need no hosts. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { freePort } from '../haproxy/free-port.ts'
import type { Haproxy } from '../haproxy/start-haproxy.ts'
import { startDashboard } from './start-dashboard.ts'

export type Stops = (() => unknown)[]

/** A built program that talks by lines; it dies with us. */
export function runProgramFile(file: string, stops: Stops): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  stops.push(() => end(child))
  return child
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** A dashboard that watches one HAProxy as `lb1`, with `more` in its polygraph.yaml; its address comes back. */
export async function watchHaproxy(
  haproxy: Haproxy,
  dir: string,
  stops: Stops,
  more: object = {},
): Promise<string> {
  const file = path.join(dir, 'polygraph.yaml')
  const target = {
    name: 'lb1',
    url: `unix:${haproxy.socket}`,
    ring: 'events',
    config: path.join(haproxy.dir, 'haproxy.cfg'),
  }
  writeFileSync(file, stringify({ host: '127.0.0.1', haproxy: [target], ...more }))
  const dashboard = await startDashboard(dir, file, await freePort(), [])
  stops.push(dashboard.stop)
  return dashboard.url
}
