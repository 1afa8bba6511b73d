/** What checks prove: nothing, the port, or the application; and whose word it is. */

import type { ServerSettings } from '../model/check-settings.ts'
import { isHttp, type PoolRule } from './rule.ts'
import { names, placeFor, serverCount, serverNames } from './say.ts'

const HTTP_CHECK = 'option httpchk, http-check send meth GET uri /health, http-check expect status 200'

export const noCheck: PoolRule = ({ pool, servers }) => {
  const bare = servers.filter(({ kind }) => kind === 'none')
  if (bare.length === 0) return []
  const lone = serverCount(servers) === 1
  return [
    {
      rule: 'no-check',
      severity: lone ? 'note' : 'serious',
      servers: serverNames(bare),
      at: placeFor(null, bare[0]!),
      text: lone
        ? `${names(bare)} is not checked. With one server there is nowhere else to send traffic; a check would still tell when it failed, and answer clients at once with 503 while it is down.`
        : `${names(bare)} ${bare.length > 1 ? 'have' : 'has'} no check: once failed, HAProxy goes on sending ${bare.length > 1 ? 'them' : 'it'} traffic without end. Without a check nothing is evicted by mistake either, but clients pay for it.`,
      instead: `server … check, with ${isHttp(pool) ? HTTP_CHECK : 'option tcp-check and what the server says first'}`,
    },
  ]
}

export const portOnlyCheck: PoolRule = ({ pool, servers }) => {
  const shallow = servers.filter(({ kind, waitsForAnswer }) => kind === 'l4' && !waitsForAnswer)
  if (shallow.length === 0) return []
  const http = isHttp(pool)
  return [
    {
      rule: 'port-only-check',
      severity: http ? 'serious' : 'advice',
      servers: serverNames(shallow),
      at: placeFor(pool.checkOption.value === null ? null : pool.checkOption, shallow[0]!),
      text: `The check of ${names(shallow)} proves that ${shallow[0]!.proves.split(';')[0]}, no more: the kernel accepts for an application that hangs or answers errors, so such a server keeps its traffic without end. In return such a check costs the server nothing and never fails because the application is slow.`,
      instead: http
        ? HTTP_CHECK
        : 'option tcp-check with tcp-check expect, or the check of the protocol: option mysql-check, pgsql-check, redis-check, ldap-check, smtpchk',
    },
  ]
}

export const handshakeOnlyCheck: PoolRule = ({ pool, servers }) => {
  const shallow = servers.filter(({ kind }) => kind === 'l6')
  if (shallow.length === 0 || !isHttp(pool)) return []
  return [
    {
      rule: 'handshake-only-check',
      severity: 'advice',
      servers: serverNames(shallow),
      at: placeFor(null, shallow[0]!),
      text: `The check of ${names(shallow)} proves a TLS handshake: the process runs, but a server that answers every request with an error passes. It is cheap, and an application that is slow for a moment is not evicted by it.`,
      instead: HTTP_CHECK,
    },
  ]
}

export const trackedToOne: PoolRule = ({ servers }) => {
  const [first] = servers
  const target = first?.track.value
  const all = target !== null && servers.every(({ track }) => track.value === target)
  if (!first || !target || !all || servers.length < 2) return []
  return [
    {
      rule: 'all-tracked-to-one',
      severity: 'serious',
      servers: serverNames(servers),
      at: placeFor(first.track, first),
      text: `All ${servers.length} servers follow the check of ${target}: when it fails, all are taken out, and when another fails, none is. It saves checks, and is right only where all are one machine.`,
      instead: 'check each server, or track to the server of the same machine (track pool/sameserver)',
    },
  ]
}

export const checkedElsewhere: PoolRule = ({ servers }) => {
  const other = servers.filter(isCheckedElsewhere)
  const [first] = other
  if (!first) return []
  const setting = first.checkAddress.value !== null ? first.checkAddress : first.checkPort
  const where =
    first.checkAddress.value !== null
      ? `address ${first.checkAddress.value}`
      : `port ${first.checkPort.value}`
  return [
    {
      rule: 'checked-elsewhere',
      severity: 'advice',
      servers: serverNames(other),
      at: placeFor(setting, first),
      text: `${names(other)} ${other.length > 1 ? 'are' : 'is'} checked on ${where}, not where the traffic goes: the listener that serves clients may be dead while the check passes. A port of its own keeps the check out of the application's queue, which is why it answers when clients get none.`,
      instead:
        'check the port that serves clients; keep the other as an agent-check, or let its answer test that port',
    },
  ]
}

function isCheckedElsewhere(server: ServerSettings): boolean {
  if (server.kind === 'none' || server.kind === 'agent' || server.kind === 'tracked') return false
  const port = server.checkPort.value
  const address = server.checkAddress.value
  return (port !== null && port !== server.port) || (address !== null && address !== server.address)
}

/** Words of a path that often stand for a check of everything the application needs. */
const DEEP =
  /(ready|readiness|deep|full|depend|deps|db|database|redis|mysql|postgres|everything|status\/all)/i
const SHALLOW = /^\/?$|(live|liveness|ping|alive|heartbeat|up|healthz)$/i

/** A guess by its path alone, and told as one. */
export const checkPath: PoolRule = ({ pool, servers }) => {
  const request = pool.checkRequest.value
  if (!request || !servers.some(({ kind }) => kind === 'l7')) return []
  const path = request.path.split('?')[0]!
  const deep = DEEP.test(path)
  if (!deep && !SHALLOW.test(path)) return []
  const asked = `${request.method} ${request.path}`
  return [
    {
      rule: deep ? 'deep-check' : 'shallow-check',
      severity: deep ? 'advice' : 'note',
      servers: [],
      at: placeFor(pool.checkRequest, pool),
      text: deep
        ? `A guess by the path alone: ${asked} seems to ask what the application depends on too (readiness), and HAProxy takes its failure as death (liveness). When a shared database is slow all servers fail together and the whole pool is evicted. It does find a server that is cut off from what it needs alone.`
        : `A guess by the path alone: ${asked} may be answered by the framework or a front server while the application's own requests fail. It cannot evict a pool because a shared dependency is slow.`,
      instead: deep
        ? 'check what only this server can break; let the application answer 200 with a warning when a shared dependency fails, and watch that apart'
        : 'a path that runs through the code clients use, without what all servers share; observe layer7 adds what real requests say',
    },
  ]
}
