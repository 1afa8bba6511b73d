/** How many failed checks a server can still take: a dot each, and the number. */

const MOST_DOTS = 5

export function Strikes({ left, of }: { left: number; of: number }) {
  const tone = left <= 1 ? 'down' : left < of ? 'going-down' : 'quiet'
  const filled = Math.max(0, Math.min(left, of))
  return (
    <span className="strike-dots" data-tone={tone}>
      <span aria-hidden="true">
        {of <= MOST_DOTS && '●'.repeat(filled) + '○'.repeat(of - filled)} {left}
      </span>
      <span className="out-of-sight">
        {left} of {of}
      </span>
    </span>
  )
}
