/** What a load balancer says of one server: HAProxy's own word, and what the word means. */

export type ClaimKind =
  | 'up'
  | 'going-down' // UP n/m: failing its checks, still in rotation
  | 'going-up' // DOWN n/m: passing its checks, not yet back
  | 'down'
  | 'nolb'
  | 'drain'
  | 'maint'
  | 'no-check' // its own state: neither up nor down
  | 'unknown'

export type Claim = {
  /** HAProxy's status text, verbatim. */
  status: string
  kind: ClaimKind
  /** The n and m of `UP n/m`; n can be negative. */
  rising: { now: number; of: number } | null
  /** Who decided, where the status says so. */
  by: 'agent' | 'resolution' | 'tracked' | null
  /** `pool/server` of `MAINT (via px/sv)`. */
  via: string | null
}
