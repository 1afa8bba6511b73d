/** Writes a haproxy.cfg for the lab: pools of real servers, logs to where they are wanted. */

export type PoolPlan = {
  name: string
  mode?: 'http' | 'tcp'
  frontPort: number
  servers: { name: string; port: number; options?: string }[]
  /** Lines of the backend, for example `option httpchk GET /health`. */
  lines?: string[]
}

export type ConfigPlan = {
  pools: PoolPlan[]
  /** `log` targets as HAProxy writes them, for example `127.0.0.1:5514 local0`. */
  logs?: string[]
  statsPort?: number
  statsAuth?: string
  /** Name of a memory ring that also receives the log. */
  ring?: string
  node?: string
  /** Default check of every server. */
  check?: string
  /** Further lines of `global`. */
  global?: string[]
  /** Further sections, as they stand in the file. */
  sections?: string[]
}

export function haproxyConfig(plan: ConfigPlan): string {
  const logs = [...(plan.logs ?? []), ...(plan.ring ? [`ring@${plan.ring} local0`] : [])]
  const lines = [
    'global',
    '  stats socket $SOCKET mode 600 level admin expose-fd listeners',
    '  nbthread 1',
    ...(plan.node ? [`  node ${plan.node}`] : []),
    ...logs.map((log) => `  log ${log}`),
    ...(plan.global ?? []).map((line) => `  ${line}`),
    'defaults',
    '  log global',
    '  timeout connect 500ms',
    '  timeout client 60s',
    '  timeout server 5s',
    '  timeout queue 2s',
    // Not the interval: on a busy machine a check that is late has not failed.
    '  timeout check 2s',
    '  retries 1',
    '  no option http-server-close',
  ]
  if (plan.ring) lines.push(`ring ${plan.ring}`, '  format rfc5424', '  maxlen 2048', '  size 65536')
  if (plan.statsPort)
    lines.push(
      'frontend stats',
      '  mode http',
      '  no log',
      `  bind 127.0.0.1:${plan.statsPort}`,
      '  stats enable',
      '  stats uri /stats',
      ...(plan.statsAuth ? [`  stats auth ${plan.statsAuth}`] : []),
    )
  lines.push(...(plan.sections ?? []))
  for (const pool of plan.pools) {
    const mode = pool.mode ?? 'http'
    lines.push(
      `frontend fe_${pool.name}`,
      `  mode ${mode}`,
      `  option ${mode === 'http' ? 'httplog' : 'tcplog'}`,
      `  bind 127.0.0.1:${pool.frontPort}`,
      `  default_backend ${pool.name}`,
      `backend ${pool.name}`,
      `  mode ${mode}`,
      '  balance roundrobin',
      ...(pool.lines ?? []).map((line) => `  ${line}`),
    )
    const check = plan.check ?? 'check inter 300ms fastinter 200ms rise 2 fall 3'
    for (const server of pool.servers)
      lines.push(`  server ${server.name} 127.0.0.1:${server.port} ${server.options ?? check}`)
  }
  return `${lines.join('\n')}\n`
}
