import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chooseFormat, SAMPLE_LIMIT } from './choose-format.ts'
import { compileFormat } from './compile-format.ts'
import { DIALECTS } from './dialects.ts'

const lines = (name: string): string[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
const COMBINED = lines('nginx/fixtures/combined.log')

it('says whose format it is, how many lines it read, and what came of the others', () => {
  const cut = COMBINED.slice(0, 2).map((line) => line.slice(0, 50))
  expect(chooseFormat([...COMBINED, ...cut, ''])).toMatchObject({
    dialect: 'nginx',
    format: 'nginx-combined',
    read: 31,
    of: 33,
    rejects: [{ reason: 'line-cut', count: 2 }],
    why: "31 of 33 lines read as NGINX's combined; 2 were cut.",
  })
})

it.each([
  ['nginx/fixtures/ingress-upstreaminfo.log', 'nginx', 'nginx-ingress'],
  ['nginx/fixtures/json-variable-names.log', 'nginx', 'nginx-json'],
  ['nginx/fixtures/error.log', 'nginx', 'nginx-error'],
  ['traefik/fixtures/access.clf.log', 'traefik', 'traefik-clf'],
  ['traefik/fixtures/access.json.log', 'traefik', 'traefik-json'],
  ['caddy/fixtures/access.json.log', 'caddy', 'caddy-json'],
  ['haproxy/log/fixtures/2.6.12/log.local.txt', 'haproxy', 'haproxy-server-state'],
])('knows %s', (name, dialect, format) => {
  const choice = chooseFormat(lines(name), { year: 2026 })
  expect(choice).toMatchObject({ dialect, format })
  expect(choice.read).toBe(choice.of)
  expect(choice.why).toMatch(/^All \d+ lines read as /)
  expect(choice.tried[0]!.dialect).toBe(dialect)
  expect(choice.tried.map((one) => one.dialect).sort()).toEqual([...DIALECTS].sort())
})

it('tells a mixture, and reads each line as its own', () => {
  const mixed = [...COMBINED, ...lines('traefik/fixtures/access.json.log')]
  const choice = chooseFormat(mixed)
  expect(choice).toMatchObject({ dialect: null, read: mixed.length })
  expect(choice.why).toMatch(/in turns: .*as NGINX's combined, .*as Traefik's json/)
})

it('says so where nothing is known, and where there is nothing', () => {
  expect(chooseFormat(['a', 'b'])).toMatchObject({
    dialect: null,
    read: 0,
    why: 'None of 2 lines is in a format that is known: 2 are in no known format.',
  })
  expect(chooseFormat([' '])).toMatchObject({ of: 0, why: 'There is no line to tell by.' })
})

it('looks at so many lines of all parts of the log', () => {
  const [line] = COMBINED
  const long = [...new Array<string>(5_000).fill(line!), ...new Array<string>(5_000).fill('?')]
  expect(chooseFormat(long)).toMatchObject({ of: SAMPLE_LIMIT, read: SAMPLE_LIMIT / 2 })
})

it('asks a user’s own format first', () => {
  const logFormat = compileFormat('$remote_addr|$status|$msec', 'nginx')
  if (!logFormat.ok) throw new Error(logFormat.error.message)
  const own = ['10.0.0.9|200|1795324083.284', '10.0.0.9|502|1795324084.001']
  expect(chooseFormat(own, { logFormat })).toMatchObject({
    format: 'nginx-log-format',
    why: "All 2 lines read as NGINX's log format.",
  })
})
