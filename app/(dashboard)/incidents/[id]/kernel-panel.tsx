/** What the kernel alone would have taken to notice, beside what Polygraph took. */

import type { Finding } from '#lib/model/finding'
import { formatMs } from '../../../words/format-number.ts'
import { kindWords } from '../severity-word.tsx'
import { sentence } from './cause-panel.tsx'

export function KernelPanel({ findings }: { findings: readonly Finding[] }) {
  const shown = findings.flatMap((finding) =>
    finding.kernelNotice ? [{ ...finding, notice: finding.kernelNotice }] : [],
  )
  if (shown.length === 0) return null
  return (
    <section className="panel kernel" aria-labelledby="kernel-title">
      <div className="panel-head">
        <h2 id="kernel-title">What the kernel alone would take</h2>
      </div>
      <ul className="panel-body">
        {shown.map(({ id, kind, notice, startedAtMs, detectedAtMs }) => (
          <li key={id}>
            <p className="kernel-times">
              <span>{kindWords(kind)}</span>
              <span>
                Polygraph <strong>{formatMs(Math.max(0, detectedAtMs - startedAtMs))}</strong>
              </span>
              <span>
                kernel <strong>{rangeText(notice.fromMs, notice.toMs)}</strong>
              </span>
            </p>
            <p>{sentence(notice.text)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Null as the end means never. */
function rangeText(fromMs: number | null, toMs: number | null): string {
  if (toMs === null) return fromMs === null ? 'never' : `${formatMs(fromMs)}, or never`
  return fromMs === null || fromMs === toMs ? formatMs(toMs) : `${formatMs(fromMs)} to ${formatMs(toMs)}`
}
