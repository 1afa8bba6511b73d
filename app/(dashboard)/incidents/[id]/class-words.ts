/** What a bad connection is, in words: violet where one end takes it for alive. */

import type { BadConnection } from '#lib/model/finding'

export const CLASS_WORDS: Record<BadConnection['class'], readonly [words: string, tone: 'lie' | 'down']> = {
  'idle-phantom': ['idle phantom', 'lie'],
  'fin-lost': ['end of it lost', 'lie'],
  orphan: ['orphan', 'lie'],
  blackhole: ['blackhole', 'down'],
  'path-broken': ['path broken', 'down'],
  unserved: ['not served', 'down'],
}
