/** What every collector is given, and what it gives back. */

import type { Intake } from '../intake.ts'
import type { SourceDesk } from '../source-desk.ts'

export type CollectorPort = {
  intake: Intake
  desk: SourceDesk
  now: () => number
}

export type Collector = { stop: () => void | Promise<void> }
