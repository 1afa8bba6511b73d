/** Writes the built shared page to the path given, as a module; set-up runs it. */

import { writeFileSync } from 'node:fs'
import { bundlePage } from './build-page.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('a file to write is needed')
writeFileSync(file, `export default ${JSON.stringify(await bundlePage())}\n`)
