import { describe, expect, test } from 'vitest'
import { playDrain, withLifetimes } from './scripted-drain.ts'

describe('stuck', () => {
  test('on a session that has outlived all others and says nothing', () => {
    const play = playDrain()
    play.open('web1', 1, '10.0.0.77')
    withLifetimes(play)
    play.set('web1', 'drain')
    play.run(11)
    expect(play.drain('web1')?.verdict).toBe('running')
    play.run(4)
    expect(play.drain('web1')).toMatchObject({ verdict: 'stuck', stuck: { why: 'nobody-leaves' } })
    expect(play.drain('web1')?.sessions[0]?.client).toMatch(/^10\.0\.0\.77:/)
    play.end('web1', [...play.server('web1').open.keys()][0]!)
    play.run(6)
    expect(play.drain('web1')).toMatchObject({ verdict: 'clean', stuck: null })
  })

  test.each([0, 2])('on one that has outlived a pool of short sessions, as %i elsewhere have', (others) => {
    const play = playDrain()
    play.open('web1', 1, '10.0.0.77')
    play.open('web2', others, '10.0.0.78')
    const open: { name: string; client: string; endS: number }[] = []
    const lifeS = (at: number) => Math.ceil(-2 * Math.log(1 - ((at * 0.618) % 1)))
    play.run(27, (second) => {
      if (second === 8) play.set('web1', 'drain')
      const names = second < 8 ? ['web1', 'web2'] : ['web2']
      for (const name of names)
        for (const client of play.open(name, 2))
          open.push({ name, client, endS: second + lifeS(open.length + 1) })
      for (const { name, client, endS } of open) if (endS === second) play.end(name, client)
    })
    expect(play.drain('web1')).toMatchObject({ sessionsLeft: 1, stuck: { why: 'nobody-leaves' } })
  })

  test('not while bytes move and sessions of this length are usual', () => {
    const play = playDrain()
    play.open('web1', 2)
    play.run(3)
    play.set('web1', 'drain')
    play.run(50, () => play.move('web1'))
    expect(play.drain('web1')?.verdict).toBe('running')
  })

  test('by clients that persistence lets in, though at every look nobody is there', () => {
    const play = playDrain()
    play.run(2)
    play.set('web1', 'drain')
    play.run(20, () => play.pass('web1'))
    expect(play.drain('web1')).toMatchObject({ stuck: { why: 'persistence' }, sessionsLeft: 0 })
    expect(play.drain('web1')!.stickyArrivals).toBeGreaterThan(15)
    play.run(12)
    expect(play.drain('web1')).toMatchObject({ verdict: 'clean', stuck: null })
  })

  test('after a deadline that cut nobody', () => {
    const play = playDrain()
    play.open('web1', 1)
    play.run(3)
    play.announce({ address: '10.0.1.1', pool: 'chat', server: 'web1', endsAtMs: play.now() + 8_000 })
    play.set('web1', 'drain')
    play.run(10, () => play.move('web1'))
    expect(play.drain('web1')?.stuck).toBeNull()
    play.run(5, () => play.move('web1'))
    expect(play.drain('web1')?.stuck).toMatchObject({ why: 'deadline-passed' })
  })
})

describe('the forecast', () => {
  test.each([
    ['log lines', '--'],
    ['looks at the open sessions', null],
  ])('goes by lifetimes from %s', (from, log) => {
    const play = playDrain()
    withLifetimes(play, 40, log)
    play.open('web1', 10)
    play.run(2)
    play.announce({ server: 'web1', endsAtMs: play.now() + 60_000 })
    play.set('web1', 'drain')
    play.run(1)
    const { forecast } = play.drain('web1')!
    expect(forecast?.assumptions[0]).toBe(`lifetimes by ${from}`)
    expect(forecast?.openAtDeadline?.mid).toBeLessThan(1)
    expect(play.drain('web1')!.sessions[0]!.chanceAtDeadline).toBeLessThan(0.1)
  })

  test('goes by all that were there at the last look, not by the few that were ever listed', () => {
    const play = playDrain()
    withLifetimes(play)
    play.open('web1', 3)
    play.run(1)
    play.open('web1', 97)
    play.run(1, () => {}, false)
    const atMs = play.now() + 300
    play.announce({ server: 'web1', atMs, endsAtMs: atMs + 1_000 })
    play.drains.advance(atMs)
    const drain = play.drain('web1')!
    expect(drain).toMatchObject({ sessionsLeft: null, sessionsAtStart: 100 })
    expect(drain.forecast?.openAtDeadline?.mid).toBeGreaterThan(80)
  })

  test('stands on a steady pool where the sessions are not listed', () => {
    const play = playDrain()
    withLifetimes(play)
    for (const session of play.world.loadBalancers.get('lb1')!.sessions!.keys())
      play.world.loadBalancers.get('lb1')!.sessions!.delete(session)
    play.open('web1', 10)
    play.announce({ server: 'web1', endsAtMs: play.now() + 60_000 })
    play.set('web1', 'drain')
    play.run(2, () => {}, false)
    const { forecast } = play.drain('web1')!
    expect(forecast?.assumptions[1]).toMatch(/^sessions are not listed/)
    expect(forecast?.openAtDeadline?.mid).toBeLessThan(2)
  })

  test('says why it cannot tell', () => {
    const play = playDrain()
    play.open('web1', 1)
    play.run(2)
    play.set('web1', 'drain')
    play.run(2)
    expect(play.drain('web1')?.forecast).toMatchObject({
      openAtDeadline: null,
      assumptions: ['nothing says when what is left will be cut'],
    })
    play.announce({ server: 'web1', endsAtMs: play.now() + 60_000 })
    play.run(1)
    expect(play.drain('web1')?.forecast?.assumptions).toEqual(['0 sessions were seen to end; it takes 5'])
    expect(play.announce({ server: 'web9', endsAtMs: play.now() + 1 })).toBe(false)
  })
})

test('a restart of the dashboard goes on with the drain and what it knew of lifetimes', () => {
  const before = playDrain()
  withLifetimes(before)
  before.open('web1', 5)
  before.run(2)
  before.announce({ server: 'web1', endsAtMs: before.now() + 60_000 })
  before.set('web1', 'drain')
  before.run(3)
  const kept = JSON.parse(JSON.stringify(before.drains.kept(before.now())))
  const { id } = before.drain('web1')!

  const after = playDrain(['web1', 'web2'], kept)
  after.server('web1').total = before.server('web1').total - 5
  after.open('web1', 5)
  after.set('web1', 'drain')
  after.run(2)
  expect(after.drain('web1')).toMatchObject({ id, sessionsAtStart: 5, verdict: 'running' })
  expect(after.drain('web1')?.forecast?.openAtDeadline?.mid).toBeLessThan(1)
})
