import { expect, test } from 'vitest'
import { dashboardUrl, forDashboard } from './use-dashboard.ts'

test('lines for other hosts never name a loopback address', () => {
  const at = (hostname: string, port = '3000') => dashboardUrl({ protocol: 'http:', hostname, port })
  expect(at('127.0.0.1', '4100')).toBe('http://POLYGRAPH:4100')
  expect(at('localhost')).toBe('http://POLYGRAPH:3000')
  expect(at('[::1]')).toBe('http://POLYGRAPH:3000')
  expect(dashboardUrl({ protocol: 'https:', hostname: 'watch.example', port: '' })).toBe(
    'https://watch.example',
  )
  expect(forDashboard('curl http://POLYGRAPH:3000/agent.mjs', at('10.0.0.9'))).toBe(
    'curl http://10.0.0.9:3000/agent.mjs',
  )
})
