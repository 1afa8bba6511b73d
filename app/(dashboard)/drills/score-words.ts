/** A score sheet's figures in words, as lists and the sheet itself show them. */

import type { ScoreSheet } from '#lib/model/drill'
import { formatCount, formatMs, formatShare } from '../../words/format-number.ts'

export const detectWords = ({ detectMs }: Pick<ScoreSheet, 'detectMs'>) =>
  detectMs === null ? 'nothing found' : formatMs(detectMs)

export function recoverWords({ recoverMs, incidents }: Pick<ScoreSheet, 'recoverMs' | 'incidents'>): string {
  if (recoverMs !== null) return formatMs(recoverMs)
  return incidents.length === 0 ? 'nothing to recover from' : 'not within the drill'
}

export function lostWords({ requests }: Pick<ScoreSheet, 'requests'>): string {
  if (requests === null) return 'not recorded'
  const { asked, failed } = requests
  return `${formatCount(failed)} of ${formatCount(asked)}${failed > 0 && asked > 0 ? `, ${formatShare(failed / asked)}` : ''}`
}
