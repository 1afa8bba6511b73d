/** Where simulations run: a thread of its own, which also has to learn to read TypeScript. */

import { register } from 'tsx/esm/api'

register()
await import('./run-forecasts.ts')
