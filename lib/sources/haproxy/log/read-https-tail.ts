/** What `option httpslog` adds behind the request: five results, SNI, TLS version and cipher. */

/** `0/0/0/0/0 sni/TLSv1.3/cipher`, values kept as written, `-` as null; null where it is not that. */
export function readHttpsTail(tail: string): Record<string, string | null> | null {
  const space = tail.indexOf(' ')
  if (space < 0) return null
  const results = tail.slice(0, space).split('/')
  const parts = tail.slice(space + 1).split('/')
  if (results.length !== 5 || parts.length < 3 || parts[parts.length - 1]!.includes(' ')) return null
  if (!results.every((result) => /^(-|[0-9A-Fa-f]{1,16})$/.test(result))) return null
  const cipher = parts.pop()!
  const version = parts.pop()!
  return {
    fc_err: value(results[0]!),
    ssl_fc_err: value(results[1]!),
    ssl_c_err: value(results[2]!),
    ssl_c_ca_err: value(results[3]!),
    ssl_fc_is_resumed: value(results[4]!),
    ssl_fc_sni: value(parts.join('/')),
    sslv: value(version),
    sslc: value(cipher),
  }
}

function value(text: string): string | null {
  return text === '-' || text === '' ? null : text
}
