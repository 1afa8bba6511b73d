/** The names of the channels, what each shows, and where its scale ends. */

import { formatCount, formatRate } from '../words/format-number.ts'
import type { Row, StripLayout } from './strip-layout.ts'

type Props = { layout: StripLayout; rateMax: number; sessionsMax: number }

export function StripGutter({ layout, rateMax, sessionsMax }: Props) {
  return (
    <div className="strip-gutter" aria-hidden="true">
      <Channel row={layout.claim} name="claim" what="servers by state" />
      <Channel row={layout.traffic} name="traffic" what="req/s, failing filled" most={formatRate(rateMax)} />
      <Channel row={layout.sessions} name="sessions" what="open now" most={formatCount(sessionsMax)} />
    </div>
  )
}

function Channel({ row, name, what, most }: { row: Row; name: string; what: string; most?: string }) {
  return (
    <div className="strip-channel" style={{ top: row.topPx, height: row.heightPx }}>
      <span className="strip-name">{name}</span>
      <span className="strip-what">{what}</span>
      {most && <span className="strip-most">{most}</span>}
    </div>
  )
}
