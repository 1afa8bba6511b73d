/** A host of the lab: its own network, processes, terminals, /run and name; it dies with whoever started it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { until } from '../haproxy/until.ts'

/** PID 1 of the host: reaps, and ends when the lab lets go of its standard input, however that comes. */
const INIT = `
mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run &&
mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts && mkdir -p /run/sshd &&
echo "$1" > /proc/sys/kernel/hostname && ip link set lo up && echo ready || exit 1
exec 3<&0
cat <&3 >/dev/null & wait $!
`

export type Host = {
  name: string
  /** PID 1 of the host, as seen from outside; `nsenter -a -t PID` goes in. */
  pid: number
  /** Runs to its end and answers with what it printed; throws where it fails. */
  run: (argv: string[], input?: string) => Promise<string>
  /** The same, in its network alone: pids and files are those of outside. */
  runOutside: (argv: string[], input?: string) => Promise<string>
  /** Starts a program; its output goes to `logs/HOST.PROGRAM`, or to the caller where `pipe` is set. */
  start: (program: string, argv: string[], options?: StartOptions) => ChildProcess
  /** Sends a signal to a program started here and to all its children. */
  signal: (program: string, signal: NodeJS.Signals) => void
  /** To the program alone: masters pass on what their children need to know. */
  signalFirst: (program: string, signal: NodeJS.Signals) => void
  runs: (program: string) => boolean
  /** The newest of what it wrote. */
  output: (program: string) => string
  /** Stops every process of the host, and lets them go on. */
  freeze: () => Promise<void>
  thaw: () => Promise<void>
  stop: () => Promise<void>
}

type StartOptions = { pipe?: boolean; env?: Record<string, string> }

export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').map(Number).filter(Boolean)
  } catch {
    return []
  }
}

function familyOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...familyOf(child)])
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    /* gone already */
  }
}

const END_WITHIN_MS = 5000
const MAX_OUTPUT_CHARS = 2000

export async function startHost(name: string, dir: string): Promise<Host> {
  const namespaces = ['--net', '--pid', '--mount', '--uts', '--fork', '--kill-child']
  const outer = spawn('unshare', [...namespaces, 'sh', '-c', INIT, 'init', name], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const programs = new Map<string, ChildProcess>()
  let said = ''
  for (const stream of [outer.stdout, outer.stderr])
    stream.on('data', (data) => {
      said += data
    })
  outer.stdin.on('error', () => undefined)
  const ended = new Promise((resolve) => outer.once('exit', resolve))
  const stop = async () => {
    const inits = outer.pid ? childrenOf(outer.pid) : []
    for (const pid of inits) send(pid, 'SIGKILL')
    // It waits for PID 1, whose end is the end of everything in there.
    const timer = setTimeout(() => outer.kill('SIGKILL'), inits.length ? END_WITHIN_MS : 0)
    await ended
    clearTimeout(timer)
    // Those of a frozen host stand still with it, and would outlive what they started.
    for (const child of programs.values()) if (child.pid) send(child.pid, 'SIGKILL')
  }
  try {
    await until(`host ${name}`, () => {
      if (outer.exitCode !== null) throw new Error(said)
      return said.includes('ready')
    })
  } catch (error) {
    await stop()
    throw error
  }
  const pid = childrenOf(outer.pid!)[0]!
  const logOf = (program: string) => path.join(dir, 'logs', `${name}.${program}`)
  const enter = (argv: string[]) => ['-t', String(pid), '-n', '-m', '-p', '-u', '--', ...argv]

  const host: Host = {
    name,
    pid,
    run: (argv, input = '') => runProgram('nsenter', enter(argv), input),
    runOutside: (argv, input = '') => runProgram('nsenter', ['-t', String(pid), '-n', '--', ...argv], input),
    start(program, argv, { pipe = false, env } = {}) {
      const child = spawn('nsenter', enter(argv), {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
        // A Ctrl+C in the terminal is for the lab alone.
        detached: true,
      })
      child.stdin.on('error', () => undefined)
      child.on('error', () => undefined)
      const log = createWriteStream(logOf(program), { flags: 'a' })
      child.stderr.pipe(log, { end: false })
      if (!pipe) child.stdout.pipe(log, { end: false })
      child.once('close', () => log.end())
      programs.set(program, child)
      return child
    },
    signal(program, signal) {
      const child = programs.get(program)
      if (!child?.pid) return
      for (const one of familyOf(child.pid)) send(one, signal)
      // nsenter stops with what it started, and has to be told when that goes on.
      if (signal === 'SIGCONT') send(child.pid, signal)
    },
    signalFirst(program, signal) {
      const child = programs.get(program)
      const first = child?.pid ? childrenOf(child.pid)[0] : undefined
      if (first) send(first, signal)
    },
    runs: (program) => {
      const child = programs.get(program)
      return Boolean(child?.pid && child.exitCode === null && child.signalCode === null)
    },
    output(program) {
      try {
        return readFileSync(logOf(program), 'utf8').slice(-MAX_OUTPUT_CHARS)
      } catch {
        return ''
      }
    },
    async freeze() {
      await runProgram('nsenter', enter(['sh', '-c', 'kill -STOP -1']), '')
    },
    async thaw() {
      await runProgram('nsenter', enter(['sh', '-c', 'kill -CONT -1']), '')
      for (const child of programs.values()) if (child.pid) send(child.pid, 'SIGCONT')
    },
    stop,
  }
  return host
}

export function runProgram(program: string, argv: string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 20_000 })
    let out = ''
    let problem = ''
    child.stdout.on('data', (data) => {
      out += data
    })
    child.stderr.on('data', (data) => {
      problem += data
    })
    child.on('error', reject)
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('close', (code) => {
      if (code === 0) resolve(out)
      else reject(new Error(`${[program, ...argv].join(' ')} ended with ${code}: ${problem || out}`))
    })
  })
}

/** Whether a process is there; for tests that nothing is left. */
export const processLives = (pid: number) => readdirSync('/proc').includes(String(pid))
