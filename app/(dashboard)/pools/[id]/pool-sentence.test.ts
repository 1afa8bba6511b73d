import { expect, test } from 'vitest'
import type { PoolView } from '#lib/views/live-view'
import type { IncidentView } from '#lib/views/network-view'
import { poolSentence } from './pool-sentence.ts'

const server = (name: string, kind: 'agrees' | 'lying') => ({
  ...{ name, claim: { kind: 'up', status: 'UP' } },
  verdict: { kind, reason: kind === 'lying' ? '9 of 10 fail' : 'traffic fine' },
})
const pool = (...servers: ReturnType<typeof server>[]) =>
  ({
    id: 'lb1/app',
    name: 'app',
    loadBalancer: 'lb1',
    status: 'UP',
    fresh: true,
    servers,
  }) as unknown as PoolView
const open = (kind: IncidentView['kind'], title: string, poolId = 'lb1/app') =>
  ({
    ...{
      kind,
      title,
      severity: 'warning',
      endedAtMs: null,
      startedAtMs: 1,
      findings: [{ kind, text: title, endedAtMs: null }],
    },
    subjects: [{ type: 'pool', id: poolId }],
  }) as unknown as IncidentView

test('what is open about the pool comes before the word that all agrees', () => {
  const fine = pool(server('web1', 'agrees'), server('web2', 'agrees'))
  expect(poolSentence(fine, [])).toMatchObject({ tone: 'calm' })
  const ghost = open('divergent-responses', 'GET /prices differs by server')
  expect(poolSentence(fine, [ghost])).toEqual({
    tone: 'problem',
    lead: 'GET /prices differs by server.',
    rest: ' HAProxy claims app is UP.',
  })
  expect(poolSentence(fine, [{ ...ghost, endedAtMs: 2 }])).toMatchObject({ tone: 'calm' })
  const over = { ...ghost, findings: [{ ...ghost.findings[0]!, endedAtMs: 2 }] }
  expect(poolSentence(fine, [over])).toMatchObject({ tone: 'calm' })
  expect(poolSentence(fine, [open('cut-drain', 'cut', 'lb1/api')])).toMatchObject({ tone: 'calm' })
})

test('servers that lie are named themselves', () => {
  const lying = pool(server('web1', 'lying'), server('web2', 'agrees'))
  expect(
    poolSentence(lying, [open('lying-health-check', 'web1 fails behind a passing check')]),
  ).toMatchObject({
    tone: 'lie',
    lead: 'web1 is UP and lying: 9 of 10 fail.',
  })
})
