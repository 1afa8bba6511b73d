/** Reads the haproxy.cfg of a load balancer, and again whenever it changes. */

import { readFile, stat } from 'node:fs/promises'
import type { LoadBalancerSettings } from '#lib/model/check-settings'
import { parseConfig } from '#lib/sources/haproxy/config/parse-config'
import type { ConfigSetting } from '../settings/settings.ts'
import type { SourceDesk } from '../source-desk.ts'
import type { Collector } from './collector.ts'

const LOOK_EVERY_MS = 2_000
/** A longer file is no haproxy.cfg. */
export const MAX_CONFIG_BYTES = 8 * 1024 * 1024

export type ConfigPort = {
  desk: SourceDesk
  configure: (loadBalancer: string, settings: LoadBalancerSettings) => void
}

export function followConfig(
  { loadBalancer, files }: ConfigSetting,
  { desk, configure }: ConfigPort,
): Collector {
  const source = `${loadBalancer} haproxy.cfg`
  let seen = ''
  let stopped = false
  let looking: Promise<void> = Promise.resolve()

  async function look() {
    const stats = await Promise.all(files.map((file) => stat(file)))
    const words = stats.map((one) => `${one.ino} ${one.mtimeMs} ${one.size}`).join(' ')
    if (words === seen) return
    if (stats.reduce((sum, one) => sum + one.size, 0) > MAX_CONFIG_BYTES)
      throw new Error(`longer than ${MAX_CONFIG_BYTES} bytes`)
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    if (stopped) return
    const config = parseConfig(files.map((name, index) => ({ name, text: texts[index]! })))
    for (const { reason, text, file, line } of config.problems)
      desk.reject(source, reason, `${file}:${line}: ${text ?? ''}`, 1)
    configure(loadBalancer, config.settings)
    desk.read(source, null)
    seen = words
  }

  /** While it cannot be read, what it said before stands. */
  const again = () => {
    looking = look().catch((error: Error) => {
      seen = ''
      if (!stopped) desk.lost(source, error.message, null)
    })
  }
  desk.open(source, 'file', files.join(', '), loadBalancer)
  again()
  const timer = setInterval(() => void looking.then(again), LOOK_EVERY_MS)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
    },
  }
}
