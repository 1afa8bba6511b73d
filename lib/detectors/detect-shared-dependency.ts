/** Most of a pool's servers fail together: what they share fails, and not one of them lies. */

export const SHARED_DEPENDENCY = 'shared-dependency-failing'

/** `failing` of the `serving` servers with traffic; a pool of one shares nothing. */
export function detectSharedDependency(failing: number, serving: number): boolean {
  return failing >= 2 && failing > serving / 2
}
