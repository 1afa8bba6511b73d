/** How much time the chart shows where nobody chose: what is known should fill it. */

const FILLS_A_MINUTE_S = 75

export function knownWindow(seconds: readonly { second: number }[]): 1 | 5 {
  const first = seconds[0]
  const last = seconds.at(-1)
  return first && last && last.second - first.second >= FILLS_A_MINUTE_S ? 5 : 1
}
