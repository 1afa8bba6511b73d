/** Which directives hold in a section: those of its defaults first, then its own. */

import type { ConfigProblem, Directive, Section } from './read-sections.ts'

export type Inherited = { section: Section; inherited: Directive[]; own: Directive[]; all: Directive[] }

/** Named defaults may build on one another this far. */
const MAX_DEFAULTS_DEPTH = 16

/** Every proxy with what it inherits: of the named `defaults`, else of the last one before it. */
export function inherit(
  sections: readonly Section[],
  problem: (problem: ConfigProblem) => void,
): { proxies: Inherited[]; global: Directive[] } {
  const named = new Map<string, Directive[]>()
  let current: Directive[] = []
  let depth = new Map<string, number>()
  const global: Directive[] = []
  const proxies: Inherited[] = []
  const basis = (section: Section): Directive[] | null => {
    if (section.from === null) return null
    const found = named.get(section.from)
    if (!found)
      problem({ file: section.file, line: section.line, reason: 'defaults-not-found', text: section.from })
    return found ?? null
  }
  for (const section of sections) {
    if (section.kind === 'global') global.push(...section.directives)
    else if (section.kind === 'defaults') {
      const level = section.from === null ? 0 : (depth.get(section.from) ?? 0) + 1
      const under = level > MAX_DEFAULTS_DEPTH ? null : basis(section)
      current = [...(under ?? []), ...section.directives]
      if (section.name !== '') {
        named.set(section.name, current)
        depth = depth.set(section.name, level)
      }
    } else if (section.kind !== 'other') {
      const inherited = basis(section) ?? current
      proxies.push({
        section,
        inherited,
        own: section.directives,
        all: [...inherited, ...section.directives],
      })
    }
  }
  return { proxies, global }
}
