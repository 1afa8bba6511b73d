/** The options of a `server`, `default-server` or `server-template` line: which there are, and how many words each takes. */

import type { Directive } from './read-sections.ts'

/** An option as last said; `words` are its arguments; `off` for its `no-` form. */
export type ServerOption = { words: string[]; off: boolean; at: Directive }
export type ServerOptions = Map<string, ServerOption>

const ALONE = new Set([
  ...[
    'check',
    'agent-check',
    'backup',
    'disabled',
    'enabled',
    'ssl',
    'check-ssl',
    'allow-0rtt',
    'tfo',
    'stick',
  ],
  ...['send-proxy', 'send-proxy-v2', 'send-proxy-v2-ssl', 'send-proxy-v2-ssl-cn', 'check-send-proxy'],
  ...['check-via-socks4', 'force-sslv3', 'force-tlsv10', 'force-tlsv11', 'force-tlsv12', 'force-tlsv13'],
  ...[
    'non-stick',
    'ssl-reuse',
    'tls-tickets',
    'sslv3',
    'tlsv10',
    'tlsv11',
    'tlsv12',
    'tlsv13',
    'verifyhost-off',
  ],
  ...['check-reuse-pool', 'renegotiate', 'strict-maxconn'],
])

const WITH_ONE = new Set([
  ...['addr', 'agent-send', 'agent-inter', 'agent-addr', 'agent-port', 'alpn', 'ca-file', 'check-alpn'],
  ...['check-proto', 'check-sni', 'ciphers', 'ciphersuites', 'client-sigalgs', 'cookie', 'crl-file', 'crt'],
  ...[
    'curves',
    'error-limit',
    'fall',
    'guid',
    'hash-key',
    'id',
    'idle-ping',
    'init-addr',
    'init-state',
    'inter',
  ],
  ...['fastinter', 'downinter', 'log-bufsize', 'log-proto', 'maxconn', 'maxqueue', 'max-reuse', 'minconn'],
  ...['namespace', 'npn', 'observe', 'on-error', 'on-marked-down', 'on-marked-up', 'pool-conn-name'],
  ...[
    'pool-low-conn',
    'pool-max-conn',
    'pool-purge-delay',
    'port',
    'proto',
    'proxy-v2-options',
    'redir',
    'rise',
  ],
  ...[
    'resolve-opts',
    'resolve-prefer',
    'resolve-net',
    'resolvers',
    'set-proxy-v2-tlv-fmt',
    'shard',
    'sigalgs',
  ],
  ...[
    'slowstart',
    'sni',
    'sni-auto',
    'socks4',
    'ssl-max-ver',
    'ssl-min-ver',
    'tcp-md5sig',
    'tcp-ut',
    'track',
  ],
  ...['verify', 'verifyhost', 'weight', 'ws', 'check-pool-conn-name', 'usesrc', 'interface', 'ktls', 'cc'],
])

/** Reads options into `into`, later ones over earlier; unknown words are handed to `unknown` and passed over. */
export function readServerOptions(
  at: Directive,
  from: number,
  into: ServerOptions,
  unknown: (word: string) => void,
): void {
  const { words } = at
  for (let index = from; index < words.length; index++) {
    const word = words[index]!
    const plain = word.startsWith('no-') ? word.slice(3) : word
    if (ALONE.has(word)) into.set(word, { words: [], off: false, at })
    else if (ALONE.has(plain) || plain === 'verifyhost') into.set(plain, { words: [], off: true, at })
    else if (WITH_ONE.has(word))
      into.set(word, { words: words.slice(index + 1, ++index + 1), off: false, at })
    else if (word === 'source') index++
    else if (/^set-proxy-v2-tlv-fmt\(/.test(word)) index++
    else unknown(`server ${word}`)
  }
  // The two halves of one switch.
  for (const [on, off] of [['disabled', 'enabled'] as const])
    if (at.words.includes(off, from)) into.delete(on)
}
