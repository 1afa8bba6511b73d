import { expect, test } from 'vitest'
import { parseConfig } from '#lib/sources/haproxy/config/parse-config'
import { parseStats } from '#lib/sources/haproxy/stats/parse-stats'
import { applyStats } from '#lib/state/apply-stats'
import { createWorld } from '#lib/state/create-world'
import { createLintOnce } from './lint-once.ts'
import { toPoolDetail } from './to-pool-detail.ts'

const CSV = `# pxname,svname,status,weight,type,check_status,check_code,check_rise,check_fall,check_health,slim,
app,web1,UP,1,2,L7OK,200,2,3,4,100,
app,web2,UP,1,2,L4OK,,2,5,6,100,

`
const CFG = `defaults
  mode http
  timeout connect 1s
  timeout client 10s
  timeout server 10s
backend app
  option httpchk GET /health
  timeout check 500ms
  server web1 127.0.0.1:8001 check inter 2s fall 3
  server web2 127.0.0.1:8002 check inter 2s fall 3
`

function world() {
  const made = createWorld()
  applyStats(made, parseStats(CSV, { source: 's', loadBalancer: 'lb1', atMs: 1000 }).reading!)
  return made
}

test('without a haproxy.cfg only what was seen is told, and how long a dead server stays is not known', () => {
  const { checks } = toPoolDetail(createLintOnce(), world(), 'lb1/app', 2000)!
  expect(checks.file).toBeNull()
  expect(checks.groups.map(({ servers, proves, keeps }) => [servers, proves, keeps])).toEqual([
    [['web1'], 'the application answers 200', undefined],
    [['web2'], 'the port accepts', undefined],
  ])
  const settings = Object.fromEntries(checks.groups[0]!.settings.map((one) => [one.name, one]))
  expect(settings.fall).toEqual({ name: 'fall', value: '3', origin: 'seen: check_fall', known: true })
  expect(settings.inter).toEqual({ name: 'inter', value: 'not known', origin: 'not known', known: false })
  expect(toPoolDetail(createLintOnce(), world(), 'lb1/other', 2000)).toBeNull()
})

test('by the haproxy.cfg each setting has its line, and a dead server stays for a range of time', () => {
  const made = world()
  made.loadBalancers.get('lb1')!.settings = parseConfig([{ name: 'haproxy.cfg', text: CFG }]).settings
  const { checks } = toPoolDetail(createLintOnce(), made, 'lb1/app', 2000)!
  const [group] = checks.groups
  expect(checks.groups).toHaveLength(1)
  expect(group!.settings.find((one) => one.name === 'inter')).toMatchObject({
    value: '2s',
    origin: 'haproxy.cfg line 9',
  })
  expect(checks.settings.find((one) => one.name === 'timeout check')).toMatchObject({
    value: '500ms',
    origin: 'haproxy.cfg line 8',
  })
  expect(group!.keeps!.refusing!.maxMs).toBeGreaterThanOrEqual(4000)
  expect(group!.keeps!.hung!.minMs).toBeGreaterThan(group!.keeps!.refusing!.minMs)
  expect(group!.stall!.alwaysMs).toBeGreaterThan(group!.stall!.shortestMs)
})

test('the rules run once over a file, and again when it was read again', () => {
  const lint = createLintOnce()
  const read = () => parseConfig([{ name: 'haproxy.cfg', text: CFG }]).settings
  const settings = read()
  const report = lint(settings)
  expect(report.findings.length).toBeGreaterThan(0)
  expect(lint(settings)).toBe(report)
  const again = lint(read())
  expect(again).not.toBe(report)
  expect(again).toEqual(report)
})
