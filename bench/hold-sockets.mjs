/** Holds COUNT established loopback sockets (both ends counted) until stdin ends: `node hold-sockets.mjs COUNT PORT`. */

import net from 'node:net'

const PER_ADDRESS = 20_000
const AT_ONCE = 200
const connections = Math.floor(Number(process.argv[2]) / 2)
const port = Number(process.argv[3])
const kept = []

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  kept.push(socket)
})
server.maxConnections = connections + 10
server.listen(port, '0.0.0.0', 4096, async () => {
  for (let opened = 0; opened < connections; opened += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, connections - opened) }, (_, n) => open(opened + n)),
    )
  process.stdout.write('holding\n')
})

function open(n) {
  return new Promise((resolve, reject) => {
    const host = `127.0.0.${1 + Math.floor(n / PER_ADDRESS)}`
    const socket = net.connect({ host, port }, () => resolve(kept.push(socket)))
    socket.on('error', reject)
  })
}

process.stdin.on('end', () => process.exit(0)).resume()
