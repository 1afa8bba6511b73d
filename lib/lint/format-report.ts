/** A report as text for a terminal. */

import type { LintFinding, LintSeverity, Place } from './finding.ts'
import type { LintReport } from './lint-settings.ts'
import { duration, range } from './say.ts'
import type { CheckedGroup, PoolSummary } from './summarize-pool.ts'

const WIDTH = 100
const LISTED_SERVERS = 6
const LISTED_PROBLEMS = 20
const LISTED_UNKNOWN = 12

const COLORS: Record<LintSeverity | 'bold' | 'dim', string> = {
  serious: '31;1',
  advice: '33',
  note: '2',
  bold: '1',
  dim: '2',
}

export type Reading = {
  files: string[]
  unknown: Record<string, number>
  problems: { file: string; line: number; reason: string; text?: string }[]
  problemCount: number
}

const REASONS: Record<string, string> = {
  'unclosed-quote': 'a quote is not closed',
  'line-too-long': 'the line is too long and was passed over',
  'too-many-words': 'the line has too many words; the last were passed over',
  'too-many-lines': 'the configuration is too long; the rest was not read',
  'variable-unknown': 'the value of a variable is not known here',
  'condition-not-evaluated': 'conditions are not evaluated; all branches are read',
  'outside-any-section': 'stands outside any section',
  'defaults-not-found': 'there is no such defaults section before it',
  'server-incomplete': 'a server needs a name and an address',
  'pool-twice': 'a pool of this name was there before',
}

export function formatReport(report: LintReport, reading: Reading, color: boolean): string {
  const paint = (what: keyof typeof COLORS, text: string) =>
    color ? `\u001b[${COLORS[what]}m${text}\u001b[0m` : text
  const lines: string[] = []
  const byPool = new Map<string | null, LintFinding[]>()
  for (const one of report.findings) {
    const known = byPool.get(one.pool)
    if (known) known.push(one)
    else byPool.set(one.pool, [one])
  }
  const ofPool = (name: string | null) => byPool.get(name) ?? []
  const tell = (findings: LintFinding[]) => {
    for (const one of findings) {
      const who = one.servers.length > 0 ? `  ${listed(one.servers)}` : ''
      lines.push(
        '',
        `  ${paint(one.severity, one.severity)}  ${place(one.at)}  ${paint('bold', one.rule)}${who}`,
      )
      lines.push(...wrap(one.text, '    '), ...wrap(`Instead: ${one.instead}`, '    '))
    }
  }
  lines.push(headline(report, reading))
  if (ofPool(null).length > 0) {
    lines.push('', paint('bold', 'process'))
    tell(ofPool(null))
  }
  for (const pool of report.pools) {
    const title = `pool ${pool.pool}`
    lines.push(
      '',
      `${paint('bold', title)}  ${place(pool.at)}  ${pool.mode}, ${many(pool.serverCount, 'server')}`,
    )
    for (const group of pool.groups) lines.push(...groupLines(pool, group))
    tell(ofPool(pool.pool))
  }
  lines.push(...readingLines(reading))
  return `${lines.join('\n')}\n`
}

function headline(report: LintReport, { files }: Reading): string {
  const count = (severity: LintSeverity) => report.findings.filter((one) => one.severity === severity).length
  const servers = report.pools.reduce((sum, pool) => sum + pool.serverCount, 0)
  return `${files.join(', ')}: ${many(report.pools.length, 'pool')}, ${many(servers, 'server')}; ${count('serious')} serious, ${count('advice')} advice, ${many(count('note'), 'note')}`
}

function groupLines(pool: PoolSummary, group: CheckedGroup): string[] {
  const who = pool.groups.length > 1 ? listed(group.servers) : 'all servers'
  const lines = [`  ${who}: ${group.proves}`]
  if (group.kind === 'none') return lines
  if (!group.timing) {
    lines.push(
      group.kind === 'agent'
        ? '    time in rotation after a failure: as long as the agent says nothing'
        : '    time in rotation after a failure: not known, a setting cannot be read',
    )
    return lines
  }
  const keeps = (what: string, time: { minMs: number; maxMs: number } | null) =>
    lines.push(
      `    ${what.padEnd(24)}${time ? `keeps its traffic ${range(time)}` : 'keeps its traffic without end'}`,
    )
  keeps('a hung server', group.hung)
  keeps('a refusing server', group.refusing)
  keeps('an unreachable server', group.unreachable)
  const { interMs, fall } = group.timing
  const stall = group.stall
  if (stall)
    lines.push(
      `    ${(group.hung ? 'a pause' : 'a restart').padEnd(24)}of ${duration(stall.shortestMs)} can evict, of ${duration(stall.alwaysMs)} always does (inter×fall: ${duration(interMs * fall)})`,
    )
  return lines
}

function readingLines({ unknown, problems, problemCount }: Reading): string[] {
  const lines: string[] = []
  if (problemCount > 0) lines.push('', 'What could not be read')
  for (const { file, line, reason, text } of problems.slice(0, LISTED_PROBLEMS))
    lines.push(`  ${file}:${line}  ${REASONS[reason] ?? reason}${text === undefined ? '' : `: ${text}`}`)
  if (problemCount > LISTED_PROBLEMS) lines.push(`  and ${problemCount - LISTED_PROBLEMS} more`)
  const names = Object.entries(unknown).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  if (names.length === 0) return lines
  const shown = names
    .slice(0, LISTED_UNKNOWN)
    .map(([name, count]) => (count > 1 ? `${name} (${count})` : name))
  const more = names.length > shown.length ? `, and ${names.length - shown.length} more` : ''
  return [...lines, '', ...wrap(`Passed over: ${shown.join(', ')}${more}.`, '')]
}

const place = (at: Place | null): string => (at ? `${at.file}:${at.line}` : '-')

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function listed(servers: readonly string[]): string {
  const shown = servers.slice(0, LISTED_SERVERS).join(', ')
  return servers.length > LISTED_SERVERS ? `${shown} and ${servers.length - LISTED_SERVERS} more` : shown
}

/** A number stays on one line with its unit. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/(?<!\d(?= (?:ms|s|min|h|d)\b)) /)) {
    if (line.length + word.length > WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = indent
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()]
}
