/** Values of `/proc/sys/net/ipv4/tcp_*` → how this host would notice a dead peer. */

import type { HostSettings } from '../../model/host-report.ts'

/** The files that are read, by the setting they hold. */
export const SETTING_FILES: Record<keyof HostSettings, string> = {
  keepaliveTimeS: 'tcp_keepalive_time',
  keepaliveIntervalS: 'tcp_keepalive_intvl',
  keepaliveProbes: 'tcp_keepalive_probes',
  retries2: 'tcp_retries2',
  synRetries: 'tcp_syn_retries',
}

/** A file that could not be read is null, and so is what is no number. */
export function parseSettings(files: Record<keyof HostSettings, string | null>): HostSettings {
  const of = (name: keyof HostSettings) => {
    const text = files[name]?.trim()
    return text && /^\d+$/.test(text) ? Number(text) : null
  }
  return {
    keepaliveTimeS: of('keepaliveTimeS'),
    keepaliveIntervalS: of('keepaliveIntervalS'),
    keepaliveProbes: of('keepaliveProbes'),
    retries2: of('retries2'),
    synRetries: of('synRetries'),
  }
}
