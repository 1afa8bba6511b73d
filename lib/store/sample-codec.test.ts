/** Every sample comes back exactly; no bytes make the decoder throw. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'
import { decodeSample, encodeSample, SERVERS_LIMIT } from './sample-codec.ts'

const figure = fc.option(
  fc.oneof(
    fc.double(),
    fc.nat(),
    fc.nat(100_000).map((n) => n / 100),
    fc.maxSafeInteger(),
    fc.constant(0),
    fc.constant(-0),
  ),
)
const row: fc.Arbitrary<ServerSample> = fc.record({
  sessions: figure,
  requestRate: figure,
  failureRate: figure,
  queue: figure,
  responseTimeMs: figure,
  claim: fc.nat(CLAIM_KINDS.length - 1),
})
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.nat(99).map((n) => `web-${n}.example.net`),
)
const sample: fc.Arbitrary<PoolSample> = fc.record({
  pool: fc.string(),
  startMs: fc.nat(),
  resolutionS: fc.constantFrom(1, 10, 60),
  total: row,
  servers: fc
    .uniqueArray(fc.tuple(name, row), { selector: ([n]) => n, maxLength: 30 })
    .map((all) => new Map(all)),
})

function body(of: PoolSample): Uint8Array {
  const encoded = encodeSample(of)
  if (!encoded.ok) throw new Error(encoded.reason)
  return encoded.body
}

const plain: ServerSample = {
  sessions: 12,
  requestRate: 40.25,
  failureRate: 0,
  queue: 0,
  responseTimeMs: 18,
  claim: 1,
}
const pool = (servers: number): PoolSample => ({
  pool: 'lb/web',
  startMs: 1_000,
  resolutionS: 1,
  total: plain,
  servers: new Map(Array.from({ length: servers }, (_, i) => [`web${i}`, plain])),
})

describe('a sample written and read back', () => {
  it('is the same, whatever its numbers and names', () => {
    fc.assert(
      fc.property(sample, (given) => {
        expect(decodeSample(given, body(given))).toEqual({ ok: true, sample: given })
      }),
      { numRuns: 500 },
    )
  })

  it('takes few bytes', () => {
    expect(body(pool(50)).length).toBeLessThan(450)
  })

  it('keeps lone surrogates and names that differ only there', () => {
    const given = {
      ...pool(0),
      servers: new Map([
        ['\ud800', plain],
        ['\ud801', plain],
      ]),
    }
    expect(decodeSample(given, body(given))).toEqual({ ok: true, sample: given })
  })
})

describe('what cannot be a sample', () => {
  it('is refused with a reason, never thrown', () => {
    const reasons = new Set<string>()
    const count = (bytes: Uint8Array) => {
      const decoded = decodeSample(pool(0), bytes)
      if (!decoded.ok) reasons.add(decoded.reason)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), count), { numRuns: 2_000 })
    fc.assert(
      fc.property(sample, fc.nat(), fc.nat(255), (given, at, value) => {
        const bytes = body(given).slice()
        bytes[at % bytes.length] = value
        count(bytes)
      }),
      { numRuns: 1_000 },
    )
    expect([...reasons].sort()).toEqual(
      expect.arrayContaining(['bad-name', 'bad-number', 'trailing-bytes', 'unknown-version']),
    )
  })

  it('includes every cut of a good one', () => {
    const bytes = body(pool(3))
    for (let length = 0; length < bytes.length; length++)
      expect(decodeSample(pool(3), bytes.slice(0, length)).ok).toBe(false)
  })

  it('includes another version, bytes left over, a doubled name and a claim nobody knows', () => {
    const bytes = body(pool(2))
    expect(decodeSample(pool(2), Uint8Array.of(9, ...bytes.slice(1)))).toEqual({
      ok: false,
      reason: 'unknown-version',
    })
    expect(decodeSample(pool(2), Uint8Array.of(...bytes, 0))).toEqual({ ok: false, reason: 'trailing-bytes' })
    const doubled = Uint8Array.of(1, 2, 1, 97, 16, 0, 0, 0, 0, 0, 2, 1, 1, 1)
    expect(decodeSample(pool(0), doubled)).toEqual({ ok: false, reason: 'bad-name' })
    const unknown = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 2, 100)
    expect(decodeSample(pool(0), unknown)).toEqual({ ok: false, reason: 'unknown-claim' })
  })

  it('is refused on the way in too', () => {
    expect(encodeSample(pool(SERVERS_LIMIT + 1))).toEqual({ ok: false, reason: 'too-many-servers' })
    expect(encodeSample({ ...pool(0), total: { ...plain, claim: 99 } })).toEqual({
      ok: false,
      reason: 'unknown-claim',
    })
    const long = { ...pool(0), servers: new Map([['x'.repeat(1_001), plain]]) }
    expect(encodeSample(long)).toEqual({ ok: false, reason: 'name-too-long' })
  })
})
