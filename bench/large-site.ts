/** A thousand servers in twenty pools behind one real HAProxy, with a little traffic through each pool. */

import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { startServer } from '#lab/haproxy/start-server'
import { startTraffic, type Traffic } from '#lab/haproxy/start-traffic'

export const POOLS = 20
export const SERVERS_OF_POOL = 50
/** Through each pool; enough that verdicts rest on traffic. */
const REQUESTS_PER_SECOND = 3

export const poolName = (index: number) => `pool${String(index).padStart(2, '0')}`
export const serverName = (index: number) => `srv${String(index).padStart(2, '0')}`

export type LargeSite = { haproxy: Haproxy; statsUrl: string; traffic: Traffic[]; stop: () => Promise<void> }

export async function startLargeSite(logs: string[]): Promise<LargeSite> {
  const backend = await startServer('backend')
  const statsPort = await freePort()
  const pools = []
  for (let index = 0; index < POOLS; index++) {
    const servers = Array.from({ length: SERVERS_OF_POOL }, (_, n) => ({
      name: serverName(n),
      port: backend.port,
    }))
    const lines = ['option httpchk GET /health']
    pools.push({ name: poolName(index), frontPort: await freePort(), servers, lines })
  }
  const check = 'check inter 10s rise 2 fall 3'
  const haproxy = await startHaproxy(haproxyConfig({ pools, logs, statsPort, check }))
  const traffic = pools.map((pool) => startTraffic(pool.frontPort, REQUESTS_PER_SECOND))
  return {
    haproxy,
    statsUrl: `http://127.0.0.1:${statsPort}/stats`,
    traffic,
    async stop() {
      for (const one of traffic) one.stop()
      await haproxy.stop()
      await backend.stop()
    },
  }
}
