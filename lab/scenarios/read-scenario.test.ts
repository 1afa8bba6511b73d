import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findScenario, scenarioFiles } from './find-scenario.ts'
import { readScenario } from './read-scenario.ts'

const shipped = readFileSync(
  scenarioFiles().find((file) => file.endsWith('vip-failover-link-cut.yaml'))!,
  'utf8',
)
const problems = (text: string) => {
  const read = readScenario(text)
  return read.ok ? [] : read.problems
}

test.each(scenarioFiles().map((file) => [path.basename(file, '.yaml')]))('%s can be read', (name) => {
  const read = findScenario(name)
  expect(read).toMatchObject({ ok: true, scenario: { name } })
})

test('times are read in seconds, milliseconds and minutes', () => {
  const read = readScenario(shipped.replace('lasts: 14s', 'lasts: 1m').replace('at: 3s', 'at: 2500ms'))
  expect(read).toMatchObject({ ok: true, scenario: { lasts: 60_000, faults: [{ at: 2500 }] } })
})

test('a mistake is named with its path', () => {
  expect(problems(shipped.replace('do: cut-link', 'do: cut-lnk'))).toEqual([
    expect.stringMatching(/^faults\.0\.do: /),
  ])
  expect(problems(shipped.replace('at: 3s', 'at: soon'))).toEqual(['faults.0.at: a time such as 8s or 800ms'])
  expect(problems(shipped.replace('role: server', 'rol: server'))[0]).toMatch(/^site\.hosts\.web1/)
})

test('names that point nowhere are mistakes', () => {
  expect(problems(shipped.replace('host: lb1 }', 'host: lb9 }'))).toEqual([
    'faults.0.host: there is no host "lb9"',
  ])
  expect(problems(shipped.replace('never: [split-vip]', 'never: [split-vp]'))).toEqual([
    'truth.never.0: there is no finding kind "split-vp"',
  ])
  expect(problems(shipped.replaceAll('after: owner-changed', 'after: lunch'))[0]).toBe(
    'truth.report.0.after: there is no observation or fault "lunch"',
  )
})

test('what is no YAML says so', () => {
  expect(problems('name: [')).toEqual([expect.stringMatching(/^not YAML: /)])
  expect(problems('')).toEqual([expect.stringMatching(/^the file: /)])
})

test('a name that is neither scenario nor file is told', () => {
  const read = findScenario('no-such-thing')
  expect(read).toMatchObject({ ok: false, problems: [expect.stringContaining('no-such-thing')] })
})
