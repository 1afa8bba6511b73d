/** The program of a server or client host: takes commands as JSON lines, answers each with one. */

import { createInterface } from 'node:readline'
import { type ConnectCommand, clientReport, connectAll, stopTask } from './connect.ts'
import { type ModeCommand, type ServeCommand, serve, setMode } from './serve.ts'

export type TrafficCommand =
  | ServeCommand
  | ModeCommand
  | ConnectCommand
  | { do: 'stop'; task: string }
  | { do: 'report' }

async function carryOut(command: TrafficCommand): Promise<unknown> {
  switch (command.do) {
    case 'serve':
      return serve(command)
    case 'mode':
      return setMode(command.mode)
    case 'connect':
      return connectAll(command)
    case 'stop':
      return stopTask(command.task)
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
