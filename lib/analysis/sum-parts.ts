/** Parts of logs, however many read them, added to one report. */

import { createNotes } from './notes.ts'
import type { LogParts } from './read-log.ts'
import { type AnalysisFile, type Asked, makeReport, type Report } from './report.ts'
import { createRollup } from './rollup.ts'

export function createSum() {
  const rollup = createRollup()
  const notes = createNotes()
  let outside = 0
  return {
    add(part: Pick<LogParts, 'rollup' | 'notes' | 'outside'>): void {
      rollup.merge(part.rollup)
      notes.merge(part.notes)
      outside += part.outside
    },
    report: (files: AnalysisFile[], asked: Asked): Report =>
      makeReport(rollup, notes.parts(), { files, outside, asked }),
  }
}
