/** Runs programs, one after another, by a small shell that stays: to fork this process would cost ten times as much. */

import { type ChildProcess, spawn } from 'node:child_process'
import { childCpuMs } from './cpu-time.ts'

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024
const TIMEOUT_MS = 5000
/** Behind the output: a byte that no program here prints, and the exit code. */
const END = '\u0001'
const NOT_FOUND = 127

export type Ended = { ok: true } | { ok: false; reason: string; missing: boolean }
export type Output = { ok: true; text: string } | { ok: false; reason: string; missing: boolean }

export type Programs = {
  run: (program: string, args: string[]) => Promise<Output>
  /** Never throws; what goes to its stderr is part of the reason. */
  stream: (program: string, args: string[], onText: (part: string) => void) => Promise<Ended>
  /** Processor time of all that ran here. */
  cpuMs: () => number
  stop: () => void
}

export function createPrograms(): Programs {
  let shell: ChildProcess | null = null
  let last: Promise<unknown> = Promise.resolve()
  let stopped = false

  /** It ends by itself when this process does: its input then ends. */
  function ensureShell(): ChildProcess {
    if (shell) return shell
    const one = spawn('/bin/sh', [], { stdio: ['pipe', 'pipe', 'pipe'] })
    one.stdin?.on('error', () => {})
    const drop = () => {
      if (shell === one) shell = null
    }
    one.on('error', drop)
    one.on('close', drop)
    shell = one
    return one
  }

  function runOne(program: string, args: string[], onText: (part: string) => void): Promise<Ended> {
    return new Promise((resolve) => {
      if (stopped) return resolve({ ok: false, reason: 'stopping', missing: false })
      const one = ensureShell()
      let bytes = 0
      let said = ''
      const finish = (ended: Ended) => {
        clearTimeout(timer)
        one.stdout?.off('data', onOut)
        one.stderr?.off('data', onErr)
        one.off('close', onClose)
        one.off('error', onClose)
        resolve(ended)
      }
      const kill = (reason: string) => {
        if (shell === one) shell = null
        one.kill('SIGKILL')
        finish({ ok: false, reason, missing: false })
      }
      const timer = setTimeout(() => kill(`${program}: no answer within ${TIMEOUT_MS} ms`), TIMEOUT_MS)
      let tail = ''
      const onOut = (data: Buffer) => {
        bytes += data.length
        if (bytes > MAX_OUTPUT_BYTES) return kill(`${program}: more than ${MAX_OUTPUT_BYTES} bytes`)
        const text = tail + data.toString('latin1')
        const at = text.lastIndexOf(END)
        if (at < 0) return onText(text)
        if (at > 0) onText(text.slice(0, at))
        tail = text.slice(at)
        if (!tail.endsWith('\n')) return
        const code = Number(tail.slice(1))
        if (code === 0) return finish({ ok: true })
        finish({
          ok: false,
          reason: said.trim() || `${program} ended with ${code}`,
          missing: code === NOT_FOUND,
        })
      }
      const onErr = (data: Buffer) => {
        said = (said + data).slice(0, 300)
      }
      const onClose = () => finish({ ok: false, reason: 'the shell ended', missing: false })
      one.stdout?.on('data', onOut)
      one.stderr?.on('data', onErr)
      one.on('close', onClose)
      one.on('error', onClose)
      one.stdin?.write(`${[program, ...args].map(quote).join(' ')} </dev/null; printf '\\001%d\\n' $?\n`)
    })
  }

  function stream(program: string, args: string[], onText: (part: string) => void): Promise<Ended> {
    const next = last.then(() => runOne(program, args, onText))
    last = next
    return next
  }

  return {
    stream,
    async run(program, args) {
      let text = ''
      const ended = await stream(program, args, (part) => {
        text += part
      })
      return ended.ok ? { ok: true, text } : ended
    },
    cpuMs: () => childCpuMs(shell?.pid),
    stop() {
      stopped = true
      shell?.stdin?.end()
    },
  }
}

const quote = (word: string) => `'${word.replace(/'/g, "'\\''")}'`
