/** A writer killed at any moment loses nothing that it said was saved, and never harms the file. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { scratchFolder } from './fixtures/scratch-folder.ts'
import { openStore } from './open-store.ts'
import { closeStore } from './store.ts'

/** Each takes most of a second; `STORE_KILLS=20` for a thorough run. */
const KILLS = Number(process.env.STORE_KILLS ?? 5)
const writer = fileURLToPath(new URL('./fixtures/write-until-killed.ts', import.meta.url))

/** Gives the last number that the writer said was saved. */
async function writeAndKill(dataDir: string, first: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, dataDir, String(first)])
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const closed = once(child, 'close')
  const deadline = Date.now() + 20_000
  while (out === '' && child.exitCode === null && Date.now() < deadline) await sleep(5)
  await sleep(afterMs)
  child.kill('SIGKILL')
  await closed
  expect(errors).toBe('')
  return Number(out.slice(0, out.lastIndexOf('\n')).split('\n').at(-1))
}

it(`killed ${KILLS} times, everything said to be saved is there and the file is sound`, async () => {
  const dataDir = scratchFolder()
  let next = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const last = await writeAndKill(dataDir, next, Math.random() * 120)
    expect(last).toBeGreaterThanOrEqual(next)
    const store = await openStore({ dataDir })
    const check = await store.prisma.$queryRaw<object[]>`PRAGMA integrity_check`
    expect(check).toEqual([{ integrity_check: 'ok' }])
    const ids = await store.prisma.event.findMany({ select: { atMs: true }, orderBy: { atMs: 'asc' } })
    const numbers = ids.map(({ atMs }) => atMs / 1_000)
    // Consecutive from 0: nothing acknowledged is missing; one more may be saved but not yet said.
    expect(numbers).toEqual(numbers.map((_, index) => index))
    expect([last + 1, last + 2]).toContain(numbers.length)
    const newest = await store.prisma.reading.count({ where: { resolutionS: 1, startMs: last * 1_000 } })
    expect(newest).toBe(20)
    next = numbers.length
    await closeStore(store)
  }
  expect(next).toBeGreaterThan(KILLS)
}, 120_000)
