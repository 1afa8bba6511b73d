/** Park and Miller's generator: the same numbers between 0 and 1 on every run. */

export function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
