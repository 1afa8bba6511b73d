/** How a source's state is drawn: a shape, a tone and a word; higher rank is worse. */

import type { SourceView } from '#lib/views/live-view'
import type { ShapeName } from '../words/shape.tsx'

export type SourceTone = { tone: string; shape: ShapeName; word: string; rank: number }

export function sourceTone(source: Pick<SourceView, 'state' | 'fresh'>): SourceTone {
  if (source.state === 'lost') return { tone: 'down', shape: 'down', word: 'lost', rank: 4 }
  if (source.state === 'connecting')
    return { tone: 'going-up', shape: 'going-up', word: 'connecting', rank: 2 }
  if (source.state === 'ended') return { tone: 'muted', shape: 'square', word: 'ended', rank: 0 }
  if (source.state === 'waiting') return { tone: 'muted', shape: 'ring', word: 'waiting', rank: 1 }
  if (!source.fresh) return { tone: 'going-down', shape: 'warn', word: 'stale', rank: 3 }
  return { tone: 'up', shape: 'dot', word: 'live', rank: 0 }
}
