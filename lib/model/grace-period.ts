/** An orchestrator's word that a server ends soon: what is still open on it then is cut. */

export type GracePeriod = {
  kind: 'grace-period'
  source: string
  /** Null: every load balancer, every pool. */
  loadBalancer: string | null
  pool: string | null
  /** By name, or by address with or without its port; one of the two is given. */
  server: string | null
  address: string | null
  atMs: number
  endsAtMs: number
  /** Who says so: `deploy 4711`, `kubelet`. */
  by: string
}
