/** The desk's door: what hosts send over the management network goes on to the dashboard outside, through a Unix socket. */

import { createSocket } from 'node:dgram'
import http from 'node:http'
import { connect, createServer } from 'node:net'

const [address = '', port = '', syslogPort = '', webSocket = '', syslogSocket = '', doorSocket = ''] =
  process.argv.slice(2)

// The dashboard is asked by the name that it knows itself by, as behind any reverse proxy.
http
  .createServer((request, response) => {
    const headers = { ...request.headers, host: '127.0.0.1' }
    const onward = http.request(
      { socketPath: webSocket, method: request.method, path: request.url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.writeHead(502).end())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  .listen(Number(port), address, () => process.stdout.write('ready\n'))

// The other way: a dashboard in here is reached from outside. A first line names its port.
createServer((socket) => {
  socket.on('error', () => undefined)
  socket.once('data', (first) => {
    const end = first.indexOf(10)
    const inside = connect(Number(first.toString('latin1', 0, end)), '127.0.0.1')
    inside.on('error', () => socket.destroy())
    inside.write(first.subarray(end + 1))
    socket.pipe(inside).pipe(socket)
  })
}).listen(doorSocket)

const lines = connect(syslogSocket)
lines.on('error', () => undefined)
createSocket('udp4')
  .on('message', (datagram) => lines.write(`${datagram.toString('base64')}\n`))
  .bind(Number(syslogPort), address)
process.stdin.on('end', () => process.exit(0)).resume()
