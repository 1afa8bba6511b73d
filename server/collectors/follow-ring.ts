/** Follows HAProxy's `show events <ring> -w`: the log over the stats socket, no syslog needed. */

import { connect, type Socket } from 'node:net'
import type { HaproxySetting } from '../settings/settings.ts'
import { createBackOff } from './back-off.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { createDeframer } from './deframer.ts'

export function followRing(setting: HaproxySetting, source: string, port: CollectorPort): Collector {
  const { target, ring } = setting
  if (target.via === 'http' || !ring) throw new Error('a ring is followed over a socket')
  port.desk.open(source, 'events-ring', `${setting.shown} ring ${ring}`, setting.name)
  const backOff = createBackOff()
  let socket: Socket | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  function follow() {
    if (target.via === 'http') return
    const deframer = createDeframer()
    let refused: string | null = null
    const opened = connect(target.via === 'unix' ? { path: target.path } : target)
    socket = opened
    // -n: only what is new; what was logged before we came would be dated wrongly as news.
    opened.on('connect', () => {
      opened.write(`show events ${ring} -w -n\n`)
      port.desk.waiting(source)
    })
    opened.on('data', (piece: Buffer) => {
      const { frames, rejects } = deframer.push(piece)
      for (const text of frames) {
        if (!text.trim()) continue
        if (/^(No such event sink|Unknown command|Permission denied)/.test(text)) refused = text
        else {
          backOff.succeeded()
          port.intake.offer({ source, loadBalancer: setting.name, kind: 'log', atMs: port.now(), text })
        }
      }
      for (const { reason, raw } of rejects) port.desk.reject(source, reason, raw)
    })
    opened.on('error', (error) => {
      refused ??= error.message
    })
    opened.on('close', () => {
      if (stopped) return
      const wait = backOff.failed()
      port.desk.lost(source, refused ?? 'HAProxy closed the connection', port.now() + wait)
      timer = setTimeout(follow, wait)
    })
  }
  follow()
  return {
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      socket?.destroy()
    },
  }
}
