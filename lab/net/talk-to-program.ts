/** The lab's end of a host's traffic program: a command out, its answer back. */

import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ClientConnection, RequestCounts } from './programs/connect.ts'
import type { TrafficCommand } from './programs/traffic.ts'

const ANSWER_WITHIN_MS = 15_000

export type TrafficReport = { connections: ClientConnection[]; requests: RequestCounts[] }
export type ProgramLink<Command extends { do: string } = TrafficCommand> = {
  ask: <T = unknown>(command: Command, withinMs?: number) => Promise<T>
}

export function talkToProgram<Command extends { do: string } = TrafficCommand>(
  child: ChildProcess,
  name: string,
): ProgramLink<Command> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let last = 0
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const { id, value, problem } = JSON.parse(line) as { id: number; value?: never; problem?: string }
    const asked = waiting.get(id)
    waiting.delete(id)
    if (problem) asked?.reject(new Error(`${name}: ${problem}`))
    else asked?.resolve(value as never)
  })
  child.on('exit', () => {
    for (const asked of waiting.values()) asked.reject(new Error(`${name}: the program ended`))
    waiting.clear()
  })
  return {
    ask: (command, withinMs = ANSWER_WITHIN_MS) =>
      new Promise((resolve, reject) => {
        const id = ++last
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(new Error(`${name}: no answer to ${command.do}`))
        }, withinMs)
        const done = (act: () => void) => {
          clearTimeout(timer)
          act()
        }
        waiting.set(id, {
          resolve: (value) => done(() => resolve(value)),
          reject: (error) => done(() => reject(error)),
        })
        child.stdin!.write(`${JSON.stringify({ id, ...command })}\n`)
      }),
  }
}
