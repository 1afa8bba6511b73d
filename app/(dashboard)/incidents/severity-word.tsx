/** How bad an incident is: always a word and a shape with the colour; violet where somebody is deceived. */

import type { Severity } from '#lib/model/finding'
import { Shape } from '../../words/shape.tsx'

const LOOKS = {
  critical: { tone: 'down', shape: 'down' },
  warning: { tone: 'going-down', shape: 'warn' },
  info: { tone: 'muted', shape: 'ring' },
} as const

export function SeverityWord({ severity }: { severity: Severity }) {
  const { tone, shape } = LOOKS[severity]
  return (
    <span className="severity" data-tone={tone} data-severity={severity}>
      <Shape name={shape} />
      {severity}
    </span>
  )
}

export const percent = (share: number) => `${Math.round(share * 100)} %`

/** `vip-failover` → `VIP failover`: kinds in words. */
export function kindWords(kind: string): string {
  const words = kind.replaceAll('-', ' ').replace(/\bvip\b/, 'VIP')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
