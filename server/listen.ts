/** Opens the port; the answer is the address to open in a browser. */

import type { Server } from 'node:http'
import { type Settings, SettingsError } from './settings/settings.ts'

/** @throws SettingsError where the port is taken, in words a person can act on. */
export async function listen(http: Server, { host, port }: Pick<Settings, 'host' | 'port'>): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new SettingsError(
        `Port ${port} is taken. Stop what uses it, or choose another: --port ${port + 1}`,
      )
    throw error
  })
  const bound = http.address() as { port: number }
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}
