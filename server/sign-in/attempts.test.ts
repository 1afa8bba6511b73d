import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ATTEMPT_LIMITS, createAttempts } from './attempts.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const tries = async (count: number, begin: (i: number) => Promise<{ ok: boolean }>) => {
  let ok = 0
  for (let i = 0; i < count; i++) if ((await begin(i)).ok) ok++
  return ok
}

test('a name from one address has five tries in fifteen minutes, however it is written', async () => {
  const attempts = createAttempts()
  expect(await tries(9, (i) => attempts.begin(i % 2 ? 'Ada' : ' ada', '10.0.0.1', false))).toBe(5)
  const refused = await attempts.begin('ada', '10.0.0.1', false)
  expect(refused).toMatchObject({ ok: false, limit: 'name-from-address', waitS: 900, first: false })
  expect(refused.ok || refused.message).toContain('at most 5 in 15 minutes. Try again in 15 minutes.')
  // Trying on does not make it longer.
  vi.advanceTimersByTime(899_000)
  expect(await attempts.begin('ada', '10.0.0.1', false)).toMatchObject({ ok: false, waitS: 1 })
  vi.advanceTimersByTime(1_000)
  expect((await attempts.begin('ada', '10.0.0.1', false)).ok).toBe(true)
})

test('all at once get no more tries than one after another', async () => {
  const attempts = createAttempts()
  const all = await Promise.all(Array.from({ length: 40 }, () => attempts.begin('ada', '10.0.0.1', false)))
  expect(all.filter((one) => one.ok).length).toBe(5)
  expect(all.filter((one) => !one.ok && one.first).length).toBe(2)
})

test('an address has thirty, whatever the names', async () => {
  const attempts = createAttempts()
  expect(await tries(60, (i) => attempts.begin(`name ${i}`, '10.0.0.1', false))).toBe(30)
  expect((await attempts.begin('ada', '10.0.0.2', false)).ok).toBe(true)
})

test('a name tried from everywhere is closed to new addresses, and open where its person was before', async () => {
  const attempts = createAttempts()
  expect(await tries(80, (i) => attempts.begin('ada', `10.0.1.${i}`, false))).toBe(ATTEMPT_LIMITS.name.most)
  expect(await attempts.begin('ada', '10.9.9.9', false)).toMatchObject({ ok: false, limit: 'name' })
  expect((await attempts.begin('ada', '10.0.0.1', true)).ok).toBe(true)
  expect((await attempts.begin('grace', '10.9.9.9', false)).ok).toBe(true)
})

test('whoever gets it right uses nothing up, and has mistakes forgiven', async () => {
  const attempts = createAttempts()
  for (let i = 0; i < 200; i++) {
    expect((await attempts.begin('ada', '10.0.0.1', false)).ok).toBe(true)
    await attempts.succeeded('ada', '10.0.0.1', false)
  }
  await tries(4, () => attempts.begin('ada', '10.0.0.1', false))
  await attempts.begin('ada', '10.0.0.1', false)
  await attempts.succeeded('ada', '10.0.0.1', false)
  expect(await tries(9, () => attempts.begin('ada', '10.0.0.1', false))).toBe(5)
})
