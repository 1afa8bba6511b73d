/** The IPv4, IPv6 and MAC addresses of a text, each with one form that all its spellings share. */

export type FoundAddress = { raw: string; canonical: string; kind: 'address' | 'mac' }

/** Also beside letters, digits and dots: what only looks like an address is better hidden than shown. */
const V4 = /(?:\d{1,3}\.){3}\d{1,3}/g
const MAC = /(?<![0-9a-f:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:-])/gi
/** So many parts of a run may belong to something else, on either side. */
const PARTS_BESIDE = 3
const V6_RUN = /[0-9a-f:]*:[0-9a-f:.]*/gi

export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = []
  for (const [raw] of text.matchAll(MAC))
    found.push({ raw, canonical: raw.toLowerCase().replaceAll('-', ':'), kind: 'mac' })
  if (text.includes(':'))
    for (const [run] of text.matchAll(V6_RUN)) {
      const read = readV6(run)
      if (read) found.push({ ...read, kind: 'address' })
    }
  for (const [raw] of text.matchAll(V4)) found.push({ raw, canonical: canonicalV4(raw), kind: 'address' })
  return found
}

const canonicalV4 = (text: string): string => text.split('.').map(Number).join('.')

/** A port may follow, and colons of a sentence may stand at its ends: the fewest parts are left out. */
function readV6(run: string): { raw: string; canonical: string } | null {
  const parts = run.replace(/\.+$/, '').split(':')
  for (let left = 0; left <= PARTS_BESIDE * 2; left++)
    for (let before = 0; before <= left; before++) {
      if (before > PARTS_BESIDE || left - before > PARTS_BESIDE) continue
      const some = parts.slice(before, parts.length - (left - before))
      // Digits that stand right beside it belong to something else.
      const raw = some
        .map((part, at) =>
          at === 0 ? part.slice(-4) : at === some.length - 1 && !part.includes('.') ? part.slice(0, 4) : part,
        )
        .join(':')
      const canonical = canonicalV6(raw)
      if (canonical) return { raw, canonical }
    }
  return null
}

/** Eight groups without leading zeros, or the IPv4 address that it carries; null where it is none. */
export function canonicalV6(text: string): string | null {
  let low = text.toLowerCase()
  const tail = /(?:^|:)((?:\d{1,3}\.){3}\d{1,3})$/.exec(low)?.[1]
  if (tail) {
    const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number)
    const pair = (high: number, rest: number) => ((high << 8) | rest).toString(16)
    low = `${low.slice(0, -tail.length)}${pair(a, b)}:${pair(c, d)}`
  }
  const halves = low.split('::')
  if (halves.length > 2 || !low.includes(':')) return null
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const groups = [...left, ...right]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null
  if (halves.length === 1 ? groups.length !== 8 : groups.length > 7 || groups.length === 0) return null
  const zeros = new Array<string>(8 - groups.length).fill('0')
  const all = [...left, ...(halves.length === 2 ? zeros : []), ...right].map((group) =>
    Number.parseInt(group, 16),
  )
  const mapped = all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff
  if (!mapped) return all.map((group) => group.toString(16)).join(':')
  const [high = 0, low16 = 0] = all.slice(6)
  return [high >> 8, high & 255, low16 >> 8, low16 & 255].join('.')
}
