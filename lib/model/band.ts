/** What is not known to a point: the middle, and what it may well be. */

export type Band = { low: number; mid: number; high: number }
