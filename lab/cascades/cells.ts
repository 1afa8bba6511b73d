/** The cells of the cascade measurement: how much the survivors would have to bear, how servers are checked, how one is lost. */

export type CheckSetting = { name: string; interMs: number; fall: number }

export const CHECK_SETTINGS: readonly CheckSetting[] = [
  { name: '1s/2', interMs: 1000, fall: 2 },
  { name: '2s/3', interMs: 2000, fall: 3 },
  { name: '5s/3', interMs: 5000, fall: 3 },
  { name: '10s/5', interMs: 10_000, fall: 5 },
]
/** Load on each of the four that are left, as a share of what they can serve. */
export const LOADS: readonly number[] = [0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2]

/** How the first server is lost: for good, or a stall of so long. */
export type Cell = { rho: number; check: CheckSetting; stallMs: number | null }

export const SERVERS = 5
/** After the first eviction; a stall's time counts from its end. */
export const FURTHER_WITHIN_MS = 60_000

export const cellName = ({ rho, check, stallMs }: Cell) =>
  `ρ₁ ${rho.toFixed(2)} ${check.name} ${stallMs === null ? 'for good' : `${stallMs / 1000} s`}`

export function cellsOf(
  loads: readonly number[],
  checks: readonly string[],
  stallsMs: readonly (number | null)[],
): Cell[] {
  const settings = CHECK_SETTINGS.filter((one) => checks.includes(one.name))
  return settings.flatMap((check) =>
    stallsMs.flatMap((stallMs) => loads.map((rho) => ({ rho, check, stallMs }))),
  )
}

/** Longest that a server which hangs for good keeps its place: each check hangs for `inter`. */
export const longestEvictionMs = ({ interMs, fall }: CheckSetting) => fall * interMs + fall * interMs

/** What simpler rules say of a further eviction, by the true load: 1 it comes, 0 it does not. */
export const BASELINES: Record<string, (cell: Cell) => number> = {
  'ρ₁ > 1': ({ rho }) => Number(rho > 1),
  /** A stall evicts from inter × fall on, and so does a queue that has grown as long. */
  'inter × fall': ({ rho, check, stallMs }) => {
    const evictsMs = check.interMs * check.fall
    if (stallMs !== null && stallMs < evictsMs) return 0
    return Number((rho - 1) * FURTHER_WITHIN_MS >= evictsMs)
  },
}
