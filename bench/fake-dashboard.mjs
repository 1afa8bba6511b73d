/** Takes everything that an agent sends, and says so: `node fake-dashboard.mjs PORT`; a line of counts at each `?` on stdin. */

import http from 'node:http'

const heard = {
  reports: 0,
  bytes: 0,
  looks: 0,
  details: 0,
  put: 0,
  total: 0,
  sampled: 1,
  lookMs: [],
  lacks: [],
}

http
  .createServer((request, response) => {
    const receivedAtMs = Date.now()
    const parts = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      heard.bytes += body.length
      let last = null
      for (const line of body.toString().trim().split('\n')) {
        last = JSON.parse(line)
        heard.reports++
        if (last.hello) heard.lacks = last.hello.lacks
        if (!last.sockets) continue
        heard.looks++
        heard.total = last.sockets.total
        heard.sampled = last.sockets.sampled
        heard.put += last.sockets.put.length
        heard.details += last.sockets.put.filter((one) => one.detail).length
        // Where counters prove that nothing came or went there was no look.
        const tookMs = last.sockets.endedAtMs - last.sockets.atMs
        if (tookMs > 0) heard.lookMs.push(tookMs)
      }
      const { host, session, seq } = last
      const hosts = [{ host, session, savedSeq: seq, nextSeq: seq + 1, wantsSockets: false }]
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ accepted: 1, rejected: [], receivedAtMs, sentAtMs: Date.now(), hosts }))
    })
  })
  .listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('listening\n'))

process.stdin.on('data', () => process.stdout.write(`${JSON.stringify(heard)}\n`))
process.stdin.on('end', () => process.exit(0))
