/** The kernel's settings that decide how long a dead peer goes unnoticed. */

import type { HostSettings } from '../lib/model/host-report.ts'
import { parseSettings, SETTING_FILES } from '../lib/sources/host/parse-settings.ts'
import { readText } from './read-text.ts'

export function readHostSettings(): HostSettings {
  const of = (name: keyof HostSettings) => readText(`/proc/sys/net/ipv4/${SETTING_FILES[name]}`)
  return parseSettings({
    keepaliveTimeS: of('keepaliveTimeS'),
    keepaliveIntervalS: of('keepaliveIntervalS'),
    keepaliveProbes: of('keepaliveProbes'),
    retries2: of('retries2'),
    synRetries: of('synRetries'),
  })
}
