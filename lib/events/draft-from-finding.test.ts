import { expect, test } from 'vitest'
import type { Finding, Subject } from '../model/finding.ts'
import { draftFromFinding } from './draft-from-finding.ts'

const finding = (...subjects: Subject[]) =>
  ({
    id: 'f1',
    kind: 'flapping',
    subjects,
    startedAtMs: 5,
    startedErrorMs: 1,
    detectedAtMs: 9,
    text: 'x',
  }) as Finding
const place = (...subjects: Subject[]) => {
  const { loadBalancer, pool, server, host } = draftFromFinding(finding(...subjects), 'opened', 9)
  return [loadBalancer, pool, server, host]
}

test('a finding of a server or a pool stands on that pool’s tape, one of the network on none', () => {
  expect(place({ type: 'server', id: 'lb1/app/web1' })).toEqual(['lb1', 'app', 'web1', null])
  expect(place({ type: 'pool', id: 'lb1/app' })).toEqual(['lb1', 'app', null, null])
  expect(place({ type: 'vip', id: '10.0.0.1' }, { type: 'host', id: 'lb1' })).toEqual(['', null, null, 'lb1'])
})
