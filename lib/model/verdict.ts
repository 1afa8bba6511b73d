/** What the evidence says of a server's claim. */

export type VerdictKind = 'agrees' | 'lying' | 'unproven' | 'no-traffic' | 'unknown'

export type Verdict = {
  kind: VerdictKind
  /** A few words that follow the verdict: `38 % failing`, `port only`. */
  reason: string
  /** Name of the rule that decided, with its thresholds in its file. */
  rule: string
  sinceMs: number
}
