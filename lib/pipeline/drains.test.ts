import { describe, expect, test } from 'vitest'
import { playDrain, withLifetimes } from './scripted-drain.ts'

describe('a drain', () => {
  test('goes from its first session to its last: a curve, then clean', () => {
    const play = playDrain()
    const clients = play.open('web1', 3)
    play.run(3)
    play.set('web1', 'drain')
    play.run(2)
    expect(play.drain('web1')).toMatchObject({ sessionsAtStart: 3, sessionsLeft: 3, verdict: 'running' })
    for (const client of clients) {
      play.end('web1', client)
      play.run(1)
    }
    play.run(6)
    const drain = play.drain('web1')!
    expect(drain).toMatchObject({ verdict: 'clean', sessionsLeft: 0, cut: null, how: 'drain' })
    expect(drain.curve.map((point) => point.sessions)).toEqual([3, 3, 2, 1, 0, 0])
    expect(drain.endedAtMs).toBe(drain.curve.at(-2)!.atMs)
  })

  test('of an idle server in maintenance is clean at once', () => {
    const play = playDrain()
    play.run(2)
    play.set('web1', 'maint')
    play.run(4)
    expect(play.drain('web1')).toMatchObject({ verdict: 'clean', sessionsAtStart: 0 })
  })

  test('that began before anybody looked is none where nobody is left', () => {
    const play = playDrain()
    play.set('web1', 'maint')
    play.run(5)
    expect(play.drain('web1')).toBeUndefined()
  })

  test('that began before anybody looked is one as soon as persistence lets somebody in', () => {
    const play = playDrain()
    play.server('web1').total = 500
    play.set('web1', 'drain')
    play.run(5)
    play.pass('web1')
    play.run(1)
    expect(play.drain('web1')).toMatchObject({ verdict: 'running', stickyArrivals: 1, sessionsLeft: 0 })
  })

  test('that a reload carries on is one as soon as persistence lets somebody in', () => {
    const play = playDrain()
    play.open('web1', 3)
    play.run(2)
    play.set('web1', 'drain')
    play.run(3)
    const first = play.drain('web1')!.id
    Object.assign(play.server('web1'), { open: new Map(), total: 0, changedAtMs: play.now() })
    play.run(5)
    expect(play.drain('web1')).toMatchObject({ id: first, verdict: 'taken-back' })
    play.run(5, () => play.pass('web1'))
    expect(play.drain('web1')).toMatchObject({ verdict: 'running', stickyArrivals: 5 })
  })

  test('starts with what the last look before it held', () => {
    const play = playDrain()
    const clients = play.open('web1', 4)
    play.run(2)
    play.set('web1', 'drain')
    for (const client of clients.slice(1)) play.end('web1', client)
    play.run(1)
    expect(play.drain('web1')).toMatchObject({ sessionsAtStart: 4, sessionsLeft: 1 })
  })

  test('that begins in the second of the first look is one, though nobody is ever there at a look', () => {
    const play = playDrain()
    play.run(1)
    play.set('web1', 'drain')
    play.run(3, () => play.pass('web1'))
    expect(play.drain('web1')).toMatchObject({ verdict: 'running', sessionsLeft: 0 })
    expect(play.drain('web1')!.stickyArrivals).toBe(2)
  })

  test('taken back with sessions left says so; the next one is another', () => {
    const play = playDrain()
    play.open('web1', 2)
    play.run(2)
    play.set('web1', 'drain')
    play.run(5)
    const first = play.drain('web1')!.id
    play.set('web1', 'up')
    play.run(4)
    expect(play.drain('web1')).toMatchObject({ verdict: 'taken-back', sessionsLeft: 2 })
    play.set('web1', 'drain')
    play.run(2)
    expect(play.drain('web1')).toMatchObject({ verdict: 'running' })
    expect(play.drain('web1')!.id).not.toBe(first)
  })

  test('that moves on from DRAIN to MAINT is one', () => {
    const play = playDrain()
    play.open('web1', 1)
    play.run(2)
    play.set('web1', 'drain')
    play.run(3)
    const { id } = play.drain('web1')!
    play.set('web1', 'maint')
    play.run(2)
    expect(play.drain('web1')).toMatchObject({ id, how: 'maint', verdict: 'running' })
  })
})

describe('cut short', () => {
  test.each([
    ['K-', { K: 4 }],
    ['D-', { D: 4 }],
    ['SD', { RST: 4 }],
  ])('%s in the log', (termination, by) => {
    const play = playDrain()
    withLifetimes(play, 12)
    const clients = play.open('web1', 4)
    play.run(8)
    play.set('web1', 'drain')
    play.run(5)
    for (const client of clients) play.end('web1', client, termination)
    play.run(1)
    expect(play.drain('web1')).toMatchObject({ verdict: 'cut-short', cut: { total: 4, by } })
    play.run(8)
    expect(play.drain('web1')?.verdict).toBe('cut-short')
    expect(play.drain('web1')?.endedAtMs).not.toBeNull()
  })

  test('all that ended together when the server stopped answering, though no letter says so', () => {
    const play = playDrain()
    const clients = play.open('web1', 4)
    play.run(8)
    play.set('web1', 'drain')
    play.run(5)
    for (const client of clients.slice(0, 3)) play.end('web1', client)
    play.run(1)
    play.set('web1', 'down')
    play.run(2)
    expect(play.drain('web1')?.cut).toMatchObject({ total: 3, by: { 'process gone': 3 } })
  })

  test('all that ended together at the announced end', () => {
    const play = playDrain()
    const clients = play.open('web1', 6)
    play.run(8)
    play.announce({ server: 'web1', endsAtMs: play.now() + 10_000, by: 'deploy 4711' })
    play.set('web1', 'maint')
    play.run(10)
    for (const client of clients) play.end('web1', client)
    play.run(6)
    const drain = play.drain('web1')
    expect(drain).toMatchObject({ verdict: 'cut-short', cut: { by: { 'process gone': 6 } } })
    expect(drain?.deadlineFrom).toBe('grace period announced by deploy 4711')
  })

  test('one client that goes with all its connections cuts nothing', () => {
    const play = playDrain()
    const gone = play.open('web1', 6, '10.0.0.8')
    play.open('web1', 3, '10.0.0.9')
    play.run(8)
    play.set('web1', 'drain')
    play.run(3)
    for (const client of gone) play.end('web1', client)
    play.run(6)
    expect(play.drain('web1')?.cut).toBeNull()
  })

  test('not by a server that always breaks off', () => {
    const play = playDrain()
    withLifetimes(play, 20, 'SD')
    const clients = play.open('web1', 4)
    play.run(3)
    play.set('web1', 'drain')
    play.run(2)
    for (const client of clients) {
      play.end('web1', client, 'SD')
      play.run(2)
    }
    expect(play.drain('web1')?.cut).toBeNull()
  })

  test('requests that were under way end within the second, and nothing is cut', () => {
    const play = playDrain()
    withLifetimes(play)
    const clients = play.open('web1', 8)
    play.run(4)
    play.set('web1', 'drain')
    for (const client of clients) play.end('web1', client)
    play.run(6)
    expect(play.drain('web1')).toMatchObject({ verdict: 'clean', cut: null })
  })
})
