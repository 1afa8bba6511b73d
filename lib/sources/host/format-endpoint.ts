/** An address as four 32-bit words and a port → `10.0.0.2:443` or `[fd00::2]:443`. */

/** IPv4, and IPv4 in IPv6's clothes, are both `0, 0, 0xffff, v4` and print as plain IPv4: both ends then agree. */
export function formatEndpoint(a: number, b: number, c: number, d: number, port: number): string {
  if (a === 0 && b === 0 && c === 0xffff) return `${formatIpv4(d)}:${port}`
  return `[${formatIpv6([a, b, c, d])}]:${port}`
}

export function formatIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`
}

/** RFC 5952: lower case, the longest run of zeros (two or more, the first one) becomes `::`. */
export function formatIpv6(words: readonly number[]): string {
  const groups = words.flatMap((word) => [(word >>> 16) & 0xffff, word & 0xffff])
  let best = -1
  let length = 1
  for (let from = 0; from < 8; from++) {
    let to = from
    while (to < 8 && groups[to] === 0) to++
    if (to - from > length) {
      best = from
      length = to - from
    }
    if (to > from) from = to
  }
  const hex = groups.map((group) => group.toString(16))
  if (best < 0) return hex.join(':')
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + length).join(':')}`
}
