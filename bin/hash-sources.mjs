/** What things are made of, as one word that changes when it does: to know whether they must be made anew. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

function* filesBelow(target) {
  if (!existsSync(target)) return
  if (!statSync(target).isDirectory()) yield target
  else yield* filesIn(target)
}

function* filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'fixtures') continue
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(file)
    else yield file
  }
}

const isTest = (file) => /\.test\.tsx?$/.test(file)

/** Most files are inputs of several things that are made: each is read once a start. */
const digests = new Map()
function digestOf(file) {
  const known = digests.get(file)
  if (known) return known
  const digest = createHash('sha256').update(readFileSync(file)).digest()
  digests.set(file, digest)
  return digest
}

/** Of what is made, `also` its place: it knows where it lies, and a folder may be copied with its packages. */
export function hashOf(inputs, ...also) {
  const hash = createHash('sha256').update(process.version)
  for (const each of also) hash.update(each)
  for (const input of inputs)
    for (const file of filesBelow(path.join(ROOT, input)))
      if (!isTest(file)) hash.update(path.relative(ROOT, file)).update('\0').update(digestOf(file))
  return hash.digest('hex')
}

/** The same by size and date: it is asked at each run of what is over in a second, and made anew in half of one. */
export function datesOf(inputs) {
  const hash = createHash('sha256').update(process.version).update(ROOT)
  for (const input of inputs)
    for (const file of filesBelow(path.join(ROOT, input))) {
      if (isTest(file)) continue
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file} ${size} ${mtimeMs}\0`)
    }
  return hash.digest('hex')
}
