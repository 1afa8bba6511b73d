/** What helps in the case that was measured, naming the settings found on the hosts concerned. */

import type { Finding } from '../model/finding.ts'
import type { Advice } from '../model/incident.ts'
import { adviceForPool } from './advice-pools.ts'

const isSsh = (finding: Finding) =>
  finding.connections.some(
    (one) => /:22$/.test(one.remote) || /:22$/.test(one.local) || one.process?.command === 'ssh',
  )

function forPhantoms(finding: Finding): Advice[] {
  const found = finding.facts.keepaliveTimeS
  const hosts = [...new Set(finding.connections.map((one) => one.host))].slice(0, 5).join(', ')
  const setting =
    typeof found === 'number'
      ? `net.ipv4.tcp_keepalive_time=${found} found there: even with keepalive on, the first probe would go out after ${found} s`
      : 'the keepalive settings there could not be read'
  const advice: Advice[] = [
    {
      id: 'keepalive',
      when: 'next-time',
      title: `Turn TCP keepalive on for idle connections from ${hosts}`,
      why: `Nothing is in flight on them, so only keepalive can tell that the peer is gone; ${setting}.`,
      lines: [
        'sysctl -w net.ipv4.tcp_keepalive_time=60 net.ipv4.tcp_keepalive_intvl=10 net.ipv4.tcp_keepalive_probes=3',
        '# HAProxy, both sides of the proxy',
        'option clitcpka',
        'option srvtcpka',
      ],
    },
    {
      id: 'close-now',
      when: 'now',
      title: 'Close the phantoms so that their clients connect anew',
      why: 'Their owner does not know them: the first write would get a reset anyway.',
      lines: finding.connections
        .slice(0, 10)
        .map((one) => `ss -K src ${one.local} dst ${one.remote}   # on ${one.host}`),
    },
  ]
  if (isSsh(finding)) advice.push(sshAdvice())
  return advice
}

const sshAdvice = (): Advice => ({
  id: 'ssh-alive',
  when: 'next-time',
  title: 'Let ssh probe its sessions',
  why: 'Sessions over ssh are among the dead connections: ssh itself can notice within 45 s.',
  lines: [
    '# client: ~/.ssh/config',
    'ServerAliveInterval 15',
    'ServerAliveCountMax 3',
    '# server: sshd_config',
    'ClientAliveInterval 15',
    'ClientAliveCountMax 3',
  ],
})

function forBlackholes(finding: Finding): Advice[] {
  const retries2 = finding.facts.retries2
  const found = typeof retries2 === 'number' ? `net.ipv4.tcp_retries2=${retries2} found there. ` : ''
  const advice: Advice[] = [
    {
      id: 'user-timeout',
      when: 'next-time',
      title: 'Limit how long unacknowledged data may wait: TCP_USER_TIMEOUT',
      why: `${found}${finding.kernelNotice?.text ?? 'The kernel gives up late'}; keepalive changes nothing while data is in flight.`,
      lines: [
        '# HAProxy: bind and server lines',
        'bind :443 tcp-ut 20s',
        'server app1 10.0.0.21:80 tcp-ut 20s',
      ],
    },
  ]
  if (isSsh(finding)) advice.push(sshAdvice())
  return advice
}

function forFailover(finding: Finding, findings: Finding[]): Advice[] {
  const harmed = findings.some(
    (one) => one.kind === 'phantom-connections' || one.kind === 'blackholed-connections',
  )
  const planned = finding.facts.cause === 'planned' || finding.facts.cause === 'released'
  const advice: Advice[] = []
  if (planned && harmed)
    advice.push({
      id: 'drain-first',
      when: 'next-time',
      title: `Drain ${finding.facts.formerOwner} before its address moves`,
      why: 'Both hosts were alive when it moved: the sessions that were cut could have ended first.',
      lines: [
        '# before the move: let no new session in, wait for those that are left',
        'set server app/lb1 state drain',
      ],
    })
  if (findings.some((one) => one.kind === 'source-gap'))
    advice.push({
      id: 'out-of-band',
      when: 'next-time',
      title: 'Give the agents a path of their own',
      why: 'The agent fell silent together with the link it watched; over a management network it would have gone on reporting.',
      lines: [],
    })
  if (harmed)
    advice.push({
      id: 'dns-ttl',
      when: 'next-time',
      title: 'Let clients reconnect by name, with a short TTL',
      why: 'Clients that reconnect come back by whatever address answers; those that pin an address wait for it.',
      lines: [],
    })
  return advice
}

const garp = (): Advice => ({
  id: 'garp',
  when: 'next-time',
  title: 'Repeat the gratuitous ARP',
  why: 'A neighbour has not learnt of the move: one lost gratuitous ARP costs it up to 53 s.',
  lines: [
    '# keepalived.conf, global_defs',
    'vrrp_garp_master_repeat 5',
    'vrrp_garp_master_refresh 10',
    'vrrp_garp_master_refresh_repeat 2',
  ],
})

const refresh = (finding: Finding): Advice => ({
  id: 'flush-neighbour',
  when: 'now',
  title: `Renew the entry for ${finding.subjects[0]!.id}`,
  why: 'Until then everything sent from there goes to the former owner.',
  lines: String(finding.facts.believers ?? '')
    .split(' ')
    .map((host) => `ip neigh flush to ${finding.subjects[0]!.id}   # on ${host}`),
})

const split = (finding: Finding): Advice => ({
  id: 'split-brain',
  when: 'now',
  title: `Take ${finding.subjects[0]!.id} from one of the two, then find out why VRRP adverts are lost`,
  why: `${finding.facts.formerOwner} and ${finding.facts.owner} both hold it: each client reaches whichever answered its ARP last.`,
  lines: ['tcpdump -ni any vrrp   # on both: do they hear each other?', 'nft list ruleset | grep -i vrrp'],
})

const tmux = (finding: Finding): Advice => ({
  id: 'tmux',
  when: 'next-time',
  title: 'Run long commands inside tmux on the far host',
  why: `${finding.subjects[0]!.id} waits for ${finding.facts.command} on a dead connection; in tmux the work would go on without it.`,
  lines: ['tmux new -A -s deploy'],
})

const hardStop = (finding: Finding): Advice => ({
  id: 'hard-stop-after',
  when: 'next-time',
  title: 'Limit how long an old worker may stay',
  why: `${finding.text}; without a limit it stays until the last of them ends.`,
  lines: ['# haproxy.cfg, global', 'hard-stop-after 10m'],
})

function forFinding(finding: Finding, all: Finding[]): Advice[] {
  switch (finding.kind) {
    case 'phantom-connections':
      return forPhantoms(finding)
    case 'blackholed-connections':
      return forBlackholes(finding)
    case 'vip-failover':
      return forFailover(finding, all)
    case 'stale-neighbour':
      return [refresh(finding), garp()]
    case 'split-vip':
      return [split(finding)]
    case 'stalled-terminal':
      return [tmux(finding)]
    case 'orphaned-worker':
      return [hardStop(finding)]
    default:
      return adviceForPool(finding)
  }
}

/** One of each kind, what helps now first. */
export function adviceFor(findings: Finding[]): Advice[] {
  const byId = new Map<string, Advice>()
  for (const finding of findings)
    for (const one of forFinding(finding, findings)) if (!byId.has(one.id)) byId.set(one.id, one)
  return [...byId.values()].sort((a, b) => Number(a.when !== 'now') - Number(b.when !== 'now'))
}
