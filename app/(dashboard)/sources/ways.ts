/** Each way to connect a load balancer, with the lines to paste. */

export type Way = { name: string; gives: string; lines: string }

export const WAYS: Way[] = [
  {
    name: 'Runtime API socket',
    gives: 'States, sessions, rates, checks and weights, every second. The best single source.',
    lines: `# haproxy.cfg, section global
stats socket /run/haproxy/admin.sock mode 660 level operator

npm start -- --haproxy lb1=unix:/run/haproxy/admin.sock
# over the network, with  stats socket ipv4@10.0.0.5:9999 level operator
npm start -- --haproxy lb1=tcp://10.0.0.5:9999`,
  },
  {
    name: 'Stats page',
    gives: 'The same numbers where only HTTP is open to you.',
    lines: `# haproxy.cfg
frontend stats
  mode http
  bind :8404
  stats enable
  stats uri /stats
  stats auth watcher:secret

npm start -- --haproxy lb1=http://watcher:secret@lb1:8404/stats`,
  },
  {
    name: 'Syslog',
    gives: 'Every request and state change within milliseconds: what the traffic says.',
    lines: `# haproxy.cfg
global
  log 127.0.0.1:5514 local0
defaults
  log global
  option httplog
  option log-health-checks

npm start -- --syslog udp://127.0.0.1:5514`,
  },
  {
    name: 'Events ring',
    gives: 'The log over the socket, with no syslog at all (HAProxy 2.1 and later).',
    lines: `# haproxy.cfg
ring polygraph
  format rfc5424
  maxlen 2048
  size 262144
global
  log ring@polygraph local0
  stats socket /run/haproxy/admin.sock mode 660 level operator`,
  },
  {
    name: 'rsyslog in between',
    gives: 'Where HAProxy already logs to rsyslog: pass its lines on.',
    lines: `# /etc/rsyslog.d/49-polygraph.conf
if $programname == "haproxy" then {
  action(type="omfwd" target="127.0.0.1" port="5514" protocol="tcp")
}

npm start -- --syslog tcp://127.0.0.1:5514`,
  },
  {
    name: 'Log file',
    gives: 'Follows a file through rotation and truncation.',
    lines: 'npm start -- --log /var/log/haproxy.log',
  },
  {
    name: 'Pushed lines',
    gives: 'For log shippers and agents: one JSON object a line, by HTTP.',
    lines: `bin/polygraph token create --role ingest --name shipper
curl -H "Authorization: Bearer $TOKEN" --data-binary @lines.ndjson \\
     http://127.0.0.1:3000/api/v1/ingest`,
  },
]
