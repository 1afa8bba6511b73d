/** Names as people order them: `web2` before `web10`. */

const PARTS = /\d+|\D+/g

/** Digits by what they count, all else by its letters. */
export function compareNames(one: string, other: string): number {
  const [a, b] = [one.match(PARTS) ?? [], other.match(PARTS) ?? []]
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = Number(a[at]) - Number(b[at])
    if (difference !== 0 && !Number.isNaN(difference)) return difference
    // Not a collator: what one knows of all languages takes longer to load than a small log to read.
    if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1
  }
  return a.length - b.length
}
