import { describe, expect, test } from 'vitest'
import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { afterMove, finding, T0, VIP } from './fixtures/failover-hosts.ts'
import { concernsPool, pressing } from './incident-headline.ts'
import { toHeadline } from './to-headline.ts'
import { toHostView } from './to-host-view.ts'
import { toIncidentView } from './to-incident-view.ts'
import { toVipViews } from './to-vip-view.ts'

const title = `${VIP} moved from lb1 to lb2`
const never = {
  ...{ fromMs: null, toMs: null },
  text: 'Nothing is in flight and they use no keepalive: the kernel never notices',
}

function incident(findings: Finding[], more: Partial<Incident> = {}): Incident {
  const subject = { type: 'vip' as const, id: VIP }
  const rootCause = {
    ...{ kind: 'vip-failover' as const, subject, reason: 'lb1 lost its link eth0', confidence: 0.9 },
    against: [],
  }
  return {
    ...{ id: 'i1', kind: 'vip-failover', title, severity: 'critical', confidence: 0.97, startedAtMs: T0 },
    ...{ detectedAtMs: T0 + 900, endedAtMs: null, rootCause, otherCauses: [], subjects: [subject] },
    ...{ findings, narrative: [], advice: [] },
    ...more,
  }
}
const headline = (...incidents: Incident[]) =>
  toHeadline([], [], { hosts: [], vips: [], incidents: incidents.map(toIncidentView) })

test('an incident concerns the pools that it names, and those of the servers that it names', () => {
  const of = (type: 'pool' | 'server', id: string) =>
    toIncidentView(incident([], { subjects: [{ type, id }] }))
  expect(concernsPool(of('pool', 'lb1/app'), 'lb1/app')).toBe(true)
  expect(concernsPool(of('server', 'lb1/app/web1'), 'lb1/app')).toBe(true)
  expect(concernsPool(of('server', 'lb1/app2/web1'), 'lb1/app')).toBe(false)
  expect(concernsPool(toIncidentView(incident([])), 'lb1/app')).toBe(false)
})

describe('an open incident leads', () => {
  test('with what moved, what is dead, and when the kernel would notice', () => {
    const dead = finding('phantom-connections', { connectionsTotal: 12, kernelNotice: never })
    expect(headline(incident([finding('vip-failover'), dead]))).toEqual({
      tone: 'lie',
      lead: `${title}.`,
      rest: ' 12 connections look alive and are dead; the kernel never notices.',
      detail: 'lb1 lost its link eth0 · confidence 97 %',
    })
  })

  test('and counts once what its title counts too', () => {
    const dead = finding('phantom-connections', { connectionsTotal: 2 })
    const counted = incident([dead], { title: `${title}: lb1 lost its link eth0 (2 phantom connections)` })
    expect(headline(counted)).toMatchObject({
      lead: `${title}: lb1 lost its link eth0.`,
      rest: ' 2 connections look alive and are dead.',
      detail: 'confidence 97 %',
    })
  })

  test('is no lie while nobody is deceived', () => {
    expect(headline(incident([finding('vip-failover')]))).toMatchObject({ tone: 'problem', rest: '' })
    const over = finding('phantom-connections', { connectionsTotal: 12, endedAtMs: T0 })
    expect(headline(incident([finding('vip-failover'), over]))).toMatchObject({ tone: 'problem', rest: '' })
  })

  test('names one frozen terminal and counts several', () => {
    const frozen = finding('stalled-terminal', { text: 'rsync on bastion/pts/3 waits since 02:14.' })
    expect(headline(incident([frozen])).rest).toBe(' rsync on bastion/pts/3 waits since 02:14.')
    expect(headline(incident([frozen, frozen])).rest).toBe(' 2 terminals stand still.')
  })

  test('the worst one, with how many more', () => {
    const lesser = incident([finding('vip-failover')], { id: 'i2', severity: 'warning', title: 'b' })
    const worse = incident([finding('split-vip')], { id: 'i3', title: 'a' })
    expect(headline(lesser, worse)).toMatchObject({
      lead: 'a.',
      detail: expect.stringContaining('1 more open incident'),
    })
  })

  test('but not one that is over, only informs, or tells that a source is silent', () => {
    const quiet = [
      incident([], { endedAtMs: T0 }),
      incident([], { severity: 'info' }),
      incident([], { kind: 'source-gap' }),
    ]
    expect(pressing(quiet.map(toIncidentView))).toEqual([])
  })
})

test('an incident’s view leaves its evidence behind', () => {
  const { findings, rootCause } = toIncidentView(incident([finding('split-vip', { kernelNotice: never })]))
  expect(findings).toMatchObject([{ kind: 'split-vip', kernelNotice: never.text }])
  expect(findings[0]).not.toHaveProperty('evidence')
  expect(rootCause).not.toHaveProperty('against')
})

describe('without an incident the hosts speak', () => {
  const network = (freshHosts: boolean, hosts = afterMove()) => ({
    hosts: hosts.map((each) => toHostView(each, [], freshHosts)),
    vips: toVipViews(hosts, [], () => freshHosts),
    incidents: [],
  })
  test('of an address that somebody takes for another’s', () => {
    expect(toHeadline([], [], network(true))).toMatchObject({
      tone: 'lie',
      lead: `${VIP}: lb2 holds it; client2 still sends to lb1.`,
      detail: '4 hosts · 1 address that moves',
    })
  })
  test('of their silence, and calmly where all agree', () => {
    expect(toHeadline([], [], network(false)).tone).toBe('unknown')
    expect(toHeadline([], [], network(true, afterMove().slice(0, 3)))).toMatchObject({
      tone: 'calm',
      lead: 'Everybody agrees who holds each address.',
    })
  })
})
