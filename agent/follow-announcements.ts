/** Keeps `ip monitor` running and hands its lines over as they come; the child ends when this process does. */

import { type ChildProcess, spawn } from 'node:child_process'

const FIRST_RETRY_MS = 200
const MAX_RETRY_MS = 10_000
const MAX_LINE = 16 * 1024
/** `read` ends when this process closes its end of the pipe, however it died. */
const SCRIPT =
  'ip -o monitor link address route neigh </dev/null & p=$!; exec >&-; read x; kill $p 2>/dev/null'

export type Follower = { stop: () => void }

export function followAnnouncements(given: {
  /** It runs (again): what happened before is not known. */
  onStart: () => void
  onLines: (lines: string[]) => void
  onEnd: (reason: string) => void
}): Follower {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let retryMs = FIRST_RETRY_MS

  function start(): void {
    timer = null
    const one = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] })
    child = one
    let rest = ''
    let said = ''
    let ended = false
    const startedAt = performance.now()
    const end = (reason: string) => {
      if (ended) return
      ended = true
      one.stdin?.destroy()
      if (stopped) return
      if (performance.now() - startedAt > MAX_RETRY_MS) retryMs = FIRST_RETRY_MS
      timer = setTimeout(start, retryMs)
      retryMs = Math.min(MAX_RETRY_MS, retryMs * 2)
      given.onEnd(reason)
    }
    one.on('error', (error) => end(error.message))
    one.stdin?.on('error', () => {})
    one.stdout?.on('data', (data: Buffer) => {
      const lines = (rest + data.toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_LINE) rest = ''
      if (lines.length) given.onLines(lines)
    })
    one.stderr?.on('data', (data: Buffer) => {
      said = (said + data).slice(-300)
    })
    one.stdout?.on('end', () => end(said.trim() || 'ip monitor ended'))
    given.onStart()
  }

  start()
  return {
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      child?.stdin?.destroy()
    },
  }
}
