/** Which haproxy.cfg belongs to which load balancer, from polygraph.yaml and flags; a flag replaces the file's word. */

import path from 'node:path'
import { type ConfigSetting, SettingsError } from './settings.ts'

type Said = { name: string; config?: string | string[] | undefined }

/** Flags are NAME=FILE; several of one name are one configuration in parts. @throws SettingsError */
export function readConfigs(
  haproxy: readonly Said[],
  flags: readonly string[],
  cwd: string,
): ConfigSetting[] {
  const resolve = (files: string[]) => files.map((file) => path.resolve(cwd, file))
  const configs = new Map<string, string[]>()
  for (const { name, config } of haproxy)
    if (config !== undefined) configs.set(name, resolve(typeof config === 'string' ? [config] : config))
  const flagged = new Map<string, string[]>()
  for (const text of flags) {
    const split = /^([^=:/\s]+)=(.+)$/.exec(text)
    if (!split)
      throw new SettingsError(
        `--haproxy-config "${text}" needs NAME=FILE, for example lb1=/etc/haproxy/haproxy.cfg`,
      )
    flagged.set(split[1]!, [...(flagged.get(split[1]!) ?? []), split[2]!])
  }
  for (const [name, files] of flagged) configs.set(name, resolve(files))
  return [...configs].map(([loadBalancer, files]) => ({ loadBalancer, files }))
}
