/** One line of a report: what was measured, what came out, and whether that is good enough. */

export type Bar = {
  what: string
  figure: string
  bar: string
  /** Null where a figure is told for comparison only. */
  ok: boolean | null
}

export const median = (values: readonly number[]) => share(values, 0.5)

/** The value that `part` (0 to 1) of all values do not exceed; NaN where there are none. */
export function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

export function atMost(what: string, value: number, limit: number, unit: string, note = ''): Bar {
  const digits = Math.abs(value) < 10 ? 1 : 0
  const figure = `${value.toFixed(digits)} ${unit}${note && ` (${note})`}`
  return { what, figure, bar: `≤ ${limit} ${unit}`, ok: value <= limit }
}

export function told(what: string, figure: string): Bar {
  return { what, figure, bar: '', ok: null }
}

export function printBars(title: string, bars: readonly Bar[]): void {
  const width = (pick: (bar: Bar) => string) => Math.max(0, ...bars.map((bar) => pick(bar).length))
  const [what, figure, limit] = [width((b) => b.what), width((b) => b.figure), width((b) => b.bar)]
  console.log(`\n${title}`)
  for (const bar of bars) {
    const verdict = bar.ok === null ? '' : bar.ok ? 'ok' : 'FAIL'
    console.log(
      `  ${bar.what.padEnd(what)}  ${bar.figure.padEnd(figure)}  ${bar.bar.padEnd(limit)}  ${verdict}`,
    )
  }
}
