/** Readings of one listing, beside how many of its lines could not be read, by reason. */

export type Rejects = Record<string, number>
export type Listing<T> = { readings: T[]; rejects: Rejects }

/** Reads each line that is not empty; a reader answers a reading, a reason, or null for what is left out on purpose. */
export function readLines<T extends object>(
  text: string,
  read: (line: string) => T | string | null,
): Listing<T> {
  const readings: T[] = []
  const rejects: Rejects = {}
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const one = read(line)
    if (typeof one === 'string') rejects[one] = (rejects[one] ?? 0) + 1
    else if (one !== null) readings.push(one)
  }
  return { readings, rejects }
}
