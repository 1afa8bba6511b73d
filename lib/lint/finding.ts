/** What a rule says of a configuration: how grave, where, both sides of the trade, and what to write instead. */

export type LintSeverity = 'serious' | 'advice' | 'note'

export const LINT_SEVERITIES: readonly LintSeverity[] = ['serious', 'advice', 'note']

export type Place = { file: string; line: number }

export type LintFinding = {
  rule: string
  severity: LintSeverity
  /** Null where it concerns the whole process. */
  pool: string | null
  /** Empty where it concerns the whole pool. */
  servers: string[]
  at: Place | null
  /** What it does, and what would be given up by changing it. */
  text: string
  instead: string
}

/** What a rule about one pool gives; the pool is filled in. */
export type PoolFinding = Omit<LintFinding, 'pool'>
