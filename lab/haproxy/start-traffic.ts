/** Clients that ask at a steady rate through the load balancer and count what they got. */

import http from 'node:http'

export type Traffic = { sent: number; ok: number; failed: number; stop: () => void }

export function startTraffic(port: number, perSecond: number, path = '/'): Traffic {
  const agent = new http.Agent({ keepAlive: false, maxSockets: 200 })
  const traffic: Traffic = { sent: 0, ok: 0, failed: 0, stop }
  const started = performance.now()
  const timer = setInterval(
    () => {
      const due = Math.floor(((performance.now() - started) / 1000) * perSecond)
      // A stall of ours is not made up for with a burst.
      for (let n = Math.min(due - traffic.sent, 50); n > 0; n--) send()
      if (due - traffic.sent > 50) traffic.sent = due
    },
    Math.max(5, 1000 / perSecond),
  )

  function send() {
    traffic.sent++
    const request = http.get({ host: '127.0.0.1', port, path, agent, timeout: 10_000 }, (response) => {
      if ((response.statusCode ?? 500) < 500) traffic.ok++
      else traffic.failed++
      response.resume()
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => {
      traffic.failed++
    })
  }
  function stop() {
    clearInterval(timer)
    agent.destroy()
  }
  return traffic
}
