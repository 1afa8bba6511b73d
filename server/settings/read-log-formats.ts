/** A log-format that can't be read is a mistake of the configuration: it is said before anything starts. */

import { compileFormat, type UserFormat } from '#lib/sources/compile-format'
import { type Settings, SettingsError } from './settings.ts'

/** By the address or path that the lines come from. @throws SettingsError */
export function readLogFormats(settings: Settings): Map<string, UserFormat> {
  const formats = new Map<string, UserFormat>()
  const given = [
    ...settings.syslog.map((one) => [`${one.transport}://${one.host}:${one.port}`, one.logFormat] as const),
    ...settings.logs.map((one) => [one.path, one.logFormat] as const),
  ]
  for (const [address, text] of given) {
    if (!text) continue
    const compiled = compileFormat(text)
    if (!compiled.ok)
      throw new SettingsError(`The log-format of ${address} can't be read: ${JSON.stringify(compiled)}`)
    formats.set(address, compiled)
  }
  return formats
}
