/** Numbers as they are read at a glance: thousands apart, no more digits than matter, a dash for what does not apply. */

export const NONE = '–'

export function formatCount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Per second: one decimal below ten, none from there on. */
export function formatRate(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE
  if (value === 0) return '0'
  if (value < 0.05) return '<0.1'
  return value < 9.95 ? value.toFixed(1) : formatCount(value)
}

/** Null where nothing was asked, so that no share of it can be. */
export function failingShare(requestRate: number | null, failureRate: number | null): number | null {
  if (requestRate === null || failureRate === null || requestRate <= 0) return null
  return Math.min(1, Math.max(0, failureRate / requestRate))
}

export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NONE
  if (share > 0 && share < 0.001) return '<0.1 %'
  return share >= 0.9995 ? '100 %' : `${(share * 100).toFixed(1)} %`
}

export function formatMs(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE
  if (value < 1_000) return `${Math.round(value)} ms`
  return value < 9_950 ? `${(value / 1_000).toFixed(1)} s` : `${formatCount(value / 1_000)} s`
}

/** `1 server`, `3 servers`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
