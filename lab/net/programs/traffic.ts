/** The program of a server or client host: takes commands as JSON lines, answers each with one. */

import { createInterface } from 'node:readline'
import {
  type BehaveCommand,
  behave,
  type IntroduceCommand,
  introduce,
  type StallCommand,
  stall,
} from './answer.ts'
import { type ConnectCommand, clientReport, connectAll, stopTask } from './connect.ts'
import { type FetchCommand, fetchPage } from './fetch-page.ts'
import { endAfter, type ModeCommand, resetAll, type ServeCommand, serve, setMode } from './serve.ts'

export type TrafficCommand =
  | ServeCommand
  | ModeCommand
  | ConnectCommand
  | IntroduceCommand
  | BehaveCommand
  | StallCommand
  | FetchCommand
  | { do: 'reset' }
  | { do: 'end'; graceMs: number }
  | { do: 'stop'; task: string }
  | { do: 'report' }

async function carryOut(command: TrafficCommand): Promise<unknown> {
  switch (command.do) {
    case 'serve':
      return serve(command)
    case 'mode':
      return setMode(command.mode, command.port)
    case 'connect':
      return connectAll(command)
    case 'stop':
      return stopTask(command.task)
    case 'introduce':
      return introduce(command)
    case 'behave':
      return behave(command.set)
    case 'stall':
      return stall(command.forMs)
    case 'fetch':
      return fetchPage(command)
    case 'reset':
      return resetAll()
    case 'end':
      return endAfter(command.graceMs)
    case 'report':
      return clientReport()
  }
}

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const { id, ...command } = JSON.parse(line) as TrafficCommand & { id: number }
    const answer = await carryOut(command as TrafficCommand).then(
      (value) => ({ id, value }),
      (error) => ({ id, problem: String(error) }),
    )
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  })
  .on('close', () => process.exit(0))
