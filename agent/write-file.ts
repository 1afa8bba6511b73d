/** Writes the single file of the agent to the path given, whole or not at all. */

import { renameSync, writeFileSync } from 'node:fs'
import { buildAgent } from './build.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('a file to write is needed')
writeFileSync(`${file}.${process.pid}`, await buildAgent())
renameSync(`${file}.${process.pid}`, file)
