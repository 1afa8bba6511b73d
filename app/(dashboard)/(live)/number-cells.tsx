/** Sessions, requests a second, failing share and queue, the same for a pool and a server. */

import type { ServerView } from '#lib/views/live-view'
import { failingShare, formatCount, formatRate, formatShare } from '../../words/format-number.ts'

const NOTEWORTHY_SHARE = 0.01

export function NumberCells({ numbers, lying }: { numbers: ServerView['numbers']; lying: boolean }) {
  const [sessions, requestRate, failureRate, queue] = numbers
  const share = failingShare(requestRate, failureRate)
  const tone = share === null || share < NOTEWORTHY_SHARE ? undefined : lying ? 'lie' : 'down'
  return (
    <>
      <td className="number" data-label="sessions">
        {formatCount(sessions)}
      </td>
      <td className="number" data-label="req/s">
        {formatRate(requestRate)}
      </td>
      <td className="number" data-label="failing" data-tone={tone}>
        {formatShare(share)}
      </td>
      <td className="number" data-label="queue" data-tone={queue ? 'going-down' : undefined}>
        {formatCount(queue)}
      </td>
    </>
  )
}
