/** A small file of /proc or /sys as text; null where it can't be read. */

import { readFileSync } from 'node:fs'

export function readText(file: string): string | null {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return null
  }
}
