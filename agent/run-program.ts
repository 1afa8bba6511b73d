/** Runs one program to its end and hands over what it prints. */

import { spawn } from 'node:child_process'

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024
const TIMEOUT_MS = 5000

export type Ended = { ok: true } | { ok: false; reason: string; missing: boolean }
export type Output = { ok: true; text: string } | { ok: false; reason: string; missing: boolean }

export async function runProgram(program: string, args: string[]): Promise<Output> {
  let text = ''
  const ended = await streamProgram(program, args, (part) => {
    text += part
  })
  return ended.ok ? { ok: true, text } : ended
}

/** Never throws; what goes to its stderr is part of the reason. */
export function streamProgram(
  program: string,
  args: string[],
  onText: (part: string) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let bytes = 0
    let said = ''
    let reason = ''
    const stop = (why: string) => {
      reason = why
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop(`no answer within ${TIMEOUT_MS} ms`), TIMEOUT_MS)
    child.stdout.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > MAX_OUTPUT_BYTES) stop(`more than ${MAX_OUTPUT_BYTES} bytes`)
      else onText(part.toString('latin1'))
    })
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part).slice(0, 300)
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve({ ok: false, reason: error.message, missing: error.code === 'ENOENT' })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      if (code === 0 && !reason) resolve({ ok: true })
      else
        resolve({
          ok: false,
          reason: reason || said.trim() || `${program} ended with ${code}`,
          missing: false,
        })
    })
  })
}
