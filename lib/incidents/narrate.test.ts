import { expect, test } from 'vitest'
import type { Finding } from '../model/finding.ts'
import { narrate } from './narrate.ts'

const seen = { errorMs: 1, witness: 'lb1', side: 'former-owner' as const, eventId: null }
const move: Finding = {
  ...{ id: 'f1', kind: 'vip-failover', rule: 'r', thresholds: {}, severity: 'warning', confidence: 0.9 },
  subjects: [{ type: 'vip', id: '10.0.0.100' }],
  ...{ startedAtMs: 5_000, startedErrorMs: 1, detectedAtMs: 5_400, endedAtMs: null },
  text: 'lb2 took 10.0.0.100 from lb1',
  evidence: [
    {
      ...seen,
      atMs: 5_000,
      channel: 'link',
      subject: { type: 'host', id: 'lb1' },
      text: 'lb1 lost its link',
    },
    {
      ...seen,
      atMs: 5_000,
      witness: 'lb2',
      channel: 'address',
      subject: { type: 'host', id: 'lb2' },
      text: '',
    },
  ],
  against: [],
  ...{ connections: [], connectionsTotal: 0, facts: {} },
  kernelNotice: { fromMs: null, toMs: null, text: 'the kernel never notices' },
}

test('what led to it comes first, names keep their letters, sentences begin with a capital', () => {
  expect(narrate([move], 9_000)).toEqual([
    { atMs: 5_000, text: 'lb1 lost its link.', findingId: 'f1' },
    { atMs: 5_000, text: 'lb2 took 10.0.0.100 from lb1.', findingId: 'f1' },
    { atMs: 5_400, text: 'The kernel never notices. Polygraph knew after 0.4 s.', findingId: 'f1' },
    { atMs: 9_000, text: 'Nothing of this is found any more.', findingId: null },
  ])
})
