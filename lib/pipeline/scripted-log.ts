/** The httplog of two minutes on a system that never ran Polygraph, as rsyslog writes it; in the second web2 fails half of what it is asked; for tests. */

const DAY_MS = 86_400_000
export const MORNING_MS = Date.UTC(2026, 9, 20, 9, 0, 0)

const two = (value: number) => String(value).padStart(2, '0')
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`

/** Twelve milliseconds before its line was written. */
function request(atMs: number, server: string, status: number): string {
  const at = new Date(atMs)
  const written = new Date(atMs + 12)
  const date = `${two(at.getUTCDate())}/Oct/2026:${clock(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`
  return `Oct ${String(written.getUTCDate()).padStart(2)} ${clock(written)} edge7 haproxy[77]: 10.1.0.9:40000 [${date}] www app/${server} 0/0/1/11/12 ${status} 512 - - ---- 9/9/1/1/0 0/0 "GET /cart HTTP/1.1"`
}

/** `day` shifts it by days: October has 31, it begins on the 20th. */
export function writeMorningLog(day = 0): string {
  const lines: string[] = []
  for (let ms = 0; ms < 120_000; ms += 25) {
    const n = ms / 25
    lines.push(
      request(
        MORNING_MS + (day % 10) * DAY_MS + ms,
        `web${(n % 4) + 1}`,
        ms >= 60_000 && n % 8 === 1 ? 500 : 200,
      ),
    )
  }
  lines.splice(1_000, 0, 'what somebody typed into the wrong window')
  lines.push(
    'Oct 20 09:02:01 edge7 haproxy[77]: Server app/web4 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 3 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
  )
  return `${lines.join('\n')}\n`
}
