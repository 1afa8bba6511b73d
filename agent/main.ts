/** The entry of the single file: `node agent.mjs --to URL --token TOKEN`. */

import { startAgent } from './start.ts'

process.exit(await startAgent(process.argv.slice(2)))
