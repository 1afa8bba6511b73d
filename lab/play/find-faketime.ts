/** Where libfaketime is, which gives a program another clock; null where it is not installed. */

import { existsSync, readdirSync } from 'node:fs'

const LIBRARY = 'faketime/libfaketimeMT.so.1'

export function findFaketime(): string | null {
  for (const folder of ['/usr/lib', '/usr/local/lib'])
    for (const sub of ['', ...(existsSync(folder) ? readdirSync(folder) : [])]) {
      const file = `${folder}/${sub}/${LIBRARY}`
      if (existsSync(file)) return file
    }
  return null
}
