/** How long to wait before trying a source again: doubling, to a limit, back to the start on success. */

export const FIRST_WAIT_MS = 250
export const LONGEST_WAIT_MS = 5000

export function createBackOff() {
  let next = FIRST_WAIT_MS
  return {
    /** The wait after one more failure, ms. */
    failed(): number {
      const wait = next
      next = Math.min(next * 2, LONGEST_WAIT_MS)
      return wait
    },
    succeeded() {
      next = FIRST_WAIT_MS
    },
  }
}
