/** `polygraph agent`: watches this host and reports to a dashboard. */

import { startAgent } from '../../agent/start.ts'

export const run = (args: string[]): Promise<number> => startAgent(args)
