/** The files of one configuration, joined in order as `-f` does, cut into sections of directives. */

import { splitWords } from './split-words.ts'

export const MAX_CONFIG_LINES = 500_000
/** Problems that are kept; later ones are only counted. */
export const MAX_PROBLEMS = 1_000

export type ConfigFile = { name: string; text: string }

export type Directive = { words: string[]; file: string; line: number; section: string; variables: boolean }

export type SectionKind = 'global' | 'defaults' | 'frontend' | 'backend' | 'listen' | 'other'

export type Section = {
  kind: SectionKind
  /** HAProxy's keyword: `peers`, `resolvers`, … for `other`. */
  keyword: string
  name: string
  /** Of `defaults NAME` or `from NAME`. */
  from: string | null
  file: string
  line: number
  directives: Directive[]
}

export type ConfigProblem = { file: string; line: number; reason: string; text?: string }

export type Sections = { sections: Section[]; problems: ConfigProblem[]; problemCount: number }

const KINDS: Record<string, SectionKind> = {
  global: 'global',
  defaults: 'defaults',
  frontend: 'frontend',
  backend: 'backend',
  listen: 'listen',
}
/** Read for their presence only. */
const PASSED_OVER = new Set([
  ...['peers', 'resolvers', 'mailers', 'userlist', 'program', 'http-errors', 'ring', 'log-forward', 'cache'],
  ...['fcgi-app', 'crt-store', 'traces', 'log-profile', 'acme', 'dynamic-update', 'aggregations'],
])
/** Which branch is taken depends on the process: all branches are read. */
const CONDITIONAL = new Set(['.if', '.elif', '.else', '.endif'])
const MESSAGES = new Set(['.notice', '.warning', '.alert', '.diag'])

export function readSections(files: readonly ConfigFile[]): Sections {
  const read: Sections = { sections: [], problems: [], problemCount: 0 }
  const problem = (file: string, line: number, reason: string, text?: string): void => {
    read.problemCount++
    if (read.problems.length < MAX_PROBLEMS)
      read.problems.push({ file, line, reason, ...(text === undefined ? {} : { text: text.slice(0, 200) }) })
  }
  let left = MAX_CONFIG_LINES
  for (const { name: file, text } of files) {
    let section: Section | null = null
    const lines = text.replace(/^\uFEFF/, '').split('\n')
    for (const [index, raw] of lines.entries()) {
      const line = index + 1
      if (left-- <= 0) {
        problem(file, line, 'too-many-lines')
        return read
      }
      const split = splitWords(raw.endsWith('\r') ? raw.slice(0, -1) : raw)
      if (split.problem) problem(file, line, split.problem, raw)
      if (split.variables.length > 0) problem(file, line, 'variable-unknown', split.variables.join(' '))
      const [first = ''] = split.words
      if (split.words.length === 0 || split.problem === 'line-too-long') continue
      if (MESSAGES.has(first)) continue
      if (CONDITIONAL.has(first)) {
        if (first !== '.endif') problem(file, line, 'condition-not-evaluated', raw.trim())
        continue
      }
      const opened = openSection(split.words, file, line)
      if (opened) {
        section = opened
        read.sections.push(section)
      } else if (section) {
        const title = section.name === '' ? section.keyword : `${section.keyword} ${section.name}`
        const variables = split.variables.length > 0
        section.directives.push({ words: split.words, file, line, section: title, variables })
      } else {
        problem(file, line, 'outside-any-section', raw.trim())
      }
    }
  }
  return read
}

function openSection(words: string[], file: string, line: number): Section | null {
  const [keyword = ''] = words
  const kind = Object.hasOwn(KINDS, keyword) ? KINDS[keyword]! : PASSED_OVER.has(keyword) ? 'other' : null
  // `cache` and `peers` are no directives of proxies; `program` and `ring` neither: a bare keyword opens a section.
  if (kind === null) return null
  const fromAt = words.indexOf('from', 1)
  const from = fromAt > 0 ? (words[fromAt + 1] ?? null) : null
  const name = words[1] !== undefined && fromAt !== 1 ? words[1] : ''
  return { kind, keyword, name, from, file, line, directives: [] }
}
