/** A small seeded generator (xoshiro128**): the same seed gives the same numbers on every machine. */

/** Uniform over [0, 1). */
export type Random = () => number

/** Splitmix32 spreads the seed over the state, so that seeds 1 and 2 share nothing. */
function createSeeder(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}

/** `seed` is any integer; 32 bits of it count. */
export function createRandom(seed: number): Random {
  const next = createSeeder(seed)
  let [a, b, c, d] = [next(), next(), next(), next() | 1]
  return () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return (result >>> 0) / 4_294_967_296
  }
}
