/** `polygraph lint`: what a haproxy.cfg's check settings trade, with line numbers. */

import { readFile } from 'node:fs/promises'
import { formatReport } from '#lib/lint/format-report'
import { lintSettings } from '#lib/lint/lint-settings'
import { parseConfig } from '#lib/sources/haproxy/config/parse-config'
import type { ConfigFile } from '#lib/sources/haproxy/config/read-sections'

export const LINT_HELP = `Usage: polygraph lint [--json] haproxy.cfg…

Reads HAProxy's configuration and says, for each pool, how long a server that
hangs or refuses keeps its traffic, which pause evicts a good one, what the
checks prove, and which settings cost more than they seem to. Several files are
one configuration, in their order, as with haproxy -f.

  --json   one JSON object with everything
  --help   this text

Exit code: 0, or 1 where something serious was found, or 2 where a file cannot
be read. Colour is used on a terminal, unless NO_COLOR is set.
`

/** Larger files are no configuration. */
const MAX_CONFIG_BYTES = 64 * 1024 * 1024

type Io = {
  stdout: NodeJS.WritableStream & { isTTY?: boolean }
  stderr: NodeJS.WritableStream
  noColor: boolean
}

export async function run(argv: string[], io: Io): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(LINT_HELP)
    return 0
  }
  const names = argv.filter((arg) => !arg.startsWith('-') || arg === '-')
  const wrong = argv.find((arg) => arg.startsWith('-') && !['-', '--', '--json', '-f'].includes(arg))
  if (wrong !== undefined) return fail(io, `no such option: ${wrong}; see polygraph lint --help`)
  if (names.length === 0) return fail(io, 'which haproxy.cfg? See polygraph lint --help')
  const files: ConfigFile[] = []
  for (const name of names) {
    const text = await readConfig(name)
    if (typeof text !== 'string') return fail(io, `cannot read ${name}: ${text.problem}`)
    files.push({ name, text })
  }
  const config = parseConfig(files)
  if (config.sections.length === 0) return fail(io, `${names.join(', ')}: no section of a haproxy.cfg found`)
  const report = lintSettings(config.settings)
  const { unknown, problems, problemCount } = config
  const serious = report.findings.filter(({ severity }) => severity === 'serious').length
  if (argv.includes('--json')) {
    const found = {
      files: names,
      serious,
      ...report,
      unknown,
      problems,
      problemCount,
      settings: config.settings,
    }
    io.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  } else {
    const color = io.stdout.isTTY === true && !io.noColor
    io.stdout.write(formatReport(report, { files: names, unknown, problems, problemCount }, color))
  }
  return serious > 0 ? 1 : 0
}

async function readConfig(name: string): Promise<string | { problem: string }> {
  try {
    const bytes = await readFile(name)
    if (bytes.length > MAX_CONFIG_BYTES) return { problem: 'it is larger than 64 MB' }
    return bytes.includes(0) ? { problem: 'it is not text' } : bytes.toString('utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { problem: 'there is no such file' }
    if (code === 'EACCES') return { problem: 'permission denied' }
    return { problem: code === 'EISDIR' ? 'it is a folder' : message }
  }
}

function fail(io: Io, message: string): number {
  io.stderr.write(`polygraph lint: ${message}\n`)
  return 2
}
