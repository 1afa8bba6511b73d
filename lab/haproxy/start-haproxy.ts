/** A real HAProxy process with its own folder, sockets and ports; everything it made goes with `stop`. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from './until.ts'

export type Haproxy = {
  dir: string
  socket: string
  masterSocket: string
  pid: number
  /** One Runtime API command's answer. */
  ask: (command: string) => Promise<string>
  /** SIGUSR2: a new worker takes over, the old one drains. Optionally with another configuration. */
  reload: (config?: string) => Promise<void>
  /** SIGKILL to master and workers. */
  kill: () => Promise<void>
  /** Starts it again with the same files. */
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** Null where HAProxy is not installed. */
export function haproxyVersion(): string | null {
  const { stdout, status } = spawnSync('haproxy', ['-v'], { encoding: 'utf8' })
  return status === 0 ? (/version (\S+)/.exec(stdout)?.[1] ?? 'unknown') : null
}

const ASK_TIMEOUT_MS = 1000

export function askHaproxy(socketPath: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath })
    let text = ''
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.end(`${command}\n`))
    socket.on('data', (piece) => {
      text += piece
    })
    socket.on('end', () => resolve(text))
    // During a reload a connection may be taken and never answered.
    socket.setTimeout(ASK_TIMEOUT_MS, () => socket.destroy(new Error('HAProxy did not answer in time')))
    socket.on('error', reject)
  })
}

/** `config` is given the folder and returns everything but the `stats socket` line's path, written as $SOCKET. */
export async function startHaproxy(config: string): Promise<Haproxy> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-lab-'))
  const file = path.join(dir, 'haproxy.cfg')
  const socket = path.join(dir, 'admin.sock')
  const masterSocket = path.join(dir, 'master.sock')
  const fill = (text: string) => text.replaceAll('$SOCKET', socket).replaceAll('$DIR', dir)
  let child: ChildProcess | null = null
  let output = ''

  /** The kernel's word: the master's own socket is away during a reload. */
  function workerPids(): number[] {
    if (!child?.pid) return []
    try {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
      return children.trim().split(/\s+/).map(Number).filter(Boolean)
    } catch {
      return []
    }
  }

  async function start() {
    output = ''
    const started = spawn('haproxy', ['-W', '-S', masterSocket, '-f', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (data) => {
        output = (output + data).slice(-4000)
      })
    await until(`HAProxy's socket ${socket}`, async () => {
      if (started.exitCode !== null) throw new Error(`HAProxy ended with ${started.exitCode}: ${output}`)
      return (await askHaproxy(socket, 'show info')).includes('Pid:')
    })
    haproxy.pid = started.pid ?? 0
  }

  async function end(signal: NodeJS.Signals) {
    const workers = workerPids()
    const ended =
      child && child.exitCode === null ? new Promise((resolve) => child?.once('exit', resolve)) : null
    for (const pid of [child?.pid, ...workers])
      if (pid)
        try {
          process.kill(pid, signal)
        } catch {
          /* gone already */
        }
    await ended
    child = null
  }

  const haproxy: Haproxy = {
    dir,
    socket,
    masterSocket,
    pid: 0,
    ask: (command) => askHaproxy(socket, command),
    async reload(next) {
      if (next) writeFileSync(file, fill(next))
      const before = workerPids()
      child?.kill('SIGUSR2')
      await until('a new worker after the reload', async () => {
        const pid = Number(/^Pid: (\d+)/m.exec(await askHaproxy(socket, 'show info'))?.[1])
        return (
          pid && !before.includes(pid) && (await askHaproxy(masterSocket, 'show proc')).includes(String(pid))
        )
      })
    },
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
  writeFileSync(file, fill(config))
  await start().catch(async (error) => {
    await haproxy.stop()
    throw error
  })
  return haproxy
}
