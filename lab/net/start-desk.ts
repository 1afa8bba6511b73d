/** The desk: where hosts reach the dashboard, over the management network and out of every fault's way. */

import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { until } from '../haproxy/until.ts'
import { SYSLOG_PORT } from './lb-config.ts'
import { MANAGEMENT } from './plan-addresses.ts'
import type { Host } from './start-host.ts'

const WEB_PORT = 3000

export type Desk = {
  /** Where agents send to, from any host of the site. */
  url: string
  /** Ports of the dashboard on this machine's loopback; null: nobody answers. */
  connectTo: (ports: { web: number; syslog: number } | null) => void
  /** For a dashboard that runs at the desk: this port of our loopback is its own there. */
  openDoor: (port: number) => Promise<void>
  /** Its PID 1, for what is to run in its network. */
  pid: number
  /** Each line that a load balancer logs, as it comes. */
  onLine: (listener: (line: string) => void) => void
  stop: () => Promise<void>
}

export async function startDesk(host: Host, dir: string, relay: string): Promise<Desk> {
  let ports: { web: number; syslog: number } | null = null
  const [webSocket, syslogSocket] = [path.join(dir, 'web.sock'), path.join(dir, 'syslog.sock')]
  const doorSocket = path.join(dir, 'door.sock')
  const doors: ReturnType<typeof createServer>[] = []
  const listeners: ((line: string) => void)[] = []
  const udp = createSocket('udp4')
  const web = createServer((socket) => {
    if (!ports) return void socket.destroy()
    const onward = connect(ports.web, '127.0.0.1')
    for (const one of [socket, onward]) {
      one.setNoDelay(true)
      one.on('error', () => undefined)
      one.on('close', () => {
        socket.destroy()
        onward.destroy()
      })
    }
    socket.pipe(onward).pipe(socket)
  })
  const syslog = createServer((socket) => {
    socket.on('error', () => undefined)
    createInterface({ input: socket }).on('line', (line) => {
      const datagram = Buffer.from(line, 'base64')
      if (ports) udp.send(datagram, ports.syslog, '127.0.0.1')
      for (const listener of listeners) listener(datagram.toString())
    })
  })
  const listening = (server: typeof web, socketPath: string) =>
    new Promise<void>((resolve, reject) => {
      server.on('error', reject)
      server.listen(socketPath, resolve)
    })
  const stop = async () => {
    // What HAProxy says as it ends still comes.
    ports = null
    web.close()
    syslog.close()
    udp.close()
    for (const door of doors) door.close()
  }
  try {
    await Promise.all([listening(web, webSocket), listening(syslog, syslogSocket)])
    await host.run(
      ['ip', '-batch', '-'],
      `addr add ${MANAGEMENT.desk}/${MANAGEMENT.prefixLength} dev mgmt0\nlink set mgmt0 up\n`,
    )
    const argv = [
      relay,
      MANAGEMENT.desk,
      String(WEB_PORT),
      String(SYSLOG_PORT),
      webSocket,
      syslogSocket,
      doorSocket,
    ]
    const child = host.start('relay', [process.execPath, ...argv], { pipe: true })
    let said = ''
    child.stdout?.on('data', (data) => {
      said += data
    })
    await until('the desk', () => said.includes('ready'))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `http://${MANAGEMENT.desk}:${WEB_PORT}`,
    connectTo: (next) => {
      ports = next
    },
    pid: host.pid,
    openDoor(port) {
      const door = createServer((socket) => {
        const inside = connect(doorSocket)
        for (const one of [socket, inside]) {
          one.on('error', () => undefined)
          one.on('close', () => {
            socket.destroy()
            inside.destroy()
          })
        }
        inside.write(`${port}\n`)
        socket.pipe(inside).pipe(socket)
      })
      doors.push(door)
      return new Promise((resolve, reject) => {
        door.on('error', reject)
        door.listen(port, '127.0.0.1', resolve)
      })
    },
    onLine: (listener) => void listeners.push(listener),
    stop,
  }
}
