/** The chart's colours, read from the page's own so that both themes and print hold. */

export type StripPalette = {
  text: string
  muted: string
  faint: string
  line: string
  grid: string
  panel: string
  lie: string
  lieWash: string
  failing: string
  tones: Record<string, string>
  font: string
}

const TONES = [
  'up',
  'going-down',
  'going-up',
  'down',
  'nolb',
  'drain',
  'maint',
  'no-check',
  'unknown',
] as const

export function readPalette(element: Element): StripPalette {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: colour('text'),
    muted: colour('muted'),
    faint: colour('faint'),
    line: colour('line'),
    grid: colour('grid'),
    panel: colour('panel'),
    lie: colour('lie'),
    lieWash: colour('lie-wash'),
    failing: colour('state-down'),
    tones: {
      ...Object.fromEntries(TONES.map((tone) => [tone, colour(`state-${tone}`)])),
      lie: colour('lie'),
      plain: colour('muted'),
    },
    font: colour('mono'),
  }
}
