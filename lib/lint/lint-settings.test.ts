import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../sources/haproxy/config/parse-config.ts'
import { formatReport } from './format-report.ts'
import { lintSettings } from './lint-settings.ts'

const folder = new URL('./fixtures/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.cfg'))

function lint(name: string) {
  const config = parseConfig([{ name, text: readFileSync(new URL(name, folder), 'utf8') }])
  const report = lintSettings(config.settings)
  return { config, report, text: formatReport(report, { ...config, files: [name] }, false) }
}

describe('what is said of a configuration', () => {
  test.each(names)('%s', async (name) => {
    await expect(lint(name).text).toMatchFileSnapshot(`./fixtures/${name.replace('.cfg', '.txt')}`)
  })
})

const grave = (name: string) =>
  lint(name)
    .report.findings.filter(({ severity }) => severity === 'serious')
    .map(({ pool, rule }) => `${pool} ${rule}`)

test('serious is what leaves clients with errors without end, or for long', () => {
  expect(Object.fromEntries(names.map((name) => [name, grave(name)]))).toEqual({
    'both-sides-weighed.cfg': [],
    'database-sessions-hang.cfg': [],
    'dead-for-two-minutes.cfg': ['shop slow-eviction'],
    'example-style-edge.cfg': ['app1 retries-without-redispatch'],
    'hung-app-never-evicted.cfg': ['web no-check', 'web port-only-check'],
    'one-check-for-all.cfg': ['live all-tracked-to-one'],
    'ordinary-pause-evicts.cfg': [],
    'quick-test-style.cfg': ['p port-only-check', 'p timeout-missing'],
  })
})

test('a configuration that weighs both sides is left alone', () => {
  expect(lint('both-sides-weighed.cfg').report.findings).toEqual([])
})

test('every rule is seen at work, with a place and what to write instead', () => {
  const findings = names.flatMap((name) => lint(name).report.findings)
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort()
  expect(rules).toEqual([
    ...['all-tracked-to-one', 'checked-elsewhere', 'client-keepalive-missing', 'deep-check'],
    ...[
      'handshake-only-check',
      'hard-stop-missing',
      'hard-stop-short',
      'long-sessions-unguarded',
      'no-check',
    ],
    ...['no-health-log', 'no-timeout-check', 'one-backup-used', 'one-strike', 'port-only-check'],
    ...['queue-timeout-missing', 'requests-repeated', 'retries-without-redispatch', 'sessions-kept-on-down'],
    ...['shallow-check', 'short-stall-evicts', 'slow-eviction', 'slowstart-missing', 'state-lost-on-reload'],
    ...['sticky-drain', 'timeout-check-late', 'timeout-missing', 'traffic-evicts'],
  ])
  for (const one of findings) {
    expect(one.at?.line, one.rule).toBeGreaterThan(0)
    expect(one.instead, one.rule).not.toBe('')
    // Two sentences: what it costs, and what it buys.
    expect(one.text.split(/[.;:] /).length, one.rule).toBeGreaterThan(1)
  }
})

test('colour is only what is asked for', () => {
  const { report, config } = lint('hung-app-never-evicted.cfg')
  const coloured = formatReport(report, { ...config, files: ['x'] }, true)
  expect(coloured).toContain('\u001b[31;1mserious\u001b[0m')
  expect(lint('hung-app-never-evicted.cfg').text).not.toContain('\u001b')
})
