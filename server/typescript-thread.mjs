/** The start of every thread of ours: it has to learn to read TypeScript first. `workerData.module` is what it then runs. */

import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.module)
