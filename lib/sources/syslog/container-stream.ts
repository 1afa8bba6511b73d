/** Kubernetes' `stdout F ` between the date and the message of a container's line. */

/** Index after it; −1 where it is not there. Tags may follow the letter behind colons. */
export function endOfStreamName(line: string, at: number): number {
  const flagAt = flagOf(line, at)
  if (flagAt < 0) return -1
  let end = flagAt + 1
  if (line.charCodeAt(end) === 58) {
    const space = line.indexOf(' ', end)
    end = space < 0 ? line.length : space
  }
  if (end === line.length) return end
  return line.charCodeAt(end) === 32 ? end + 1 : -1
}

/** Index of the letter: F for a whole line or its last part, P for a part; −1 where there is none. */
export function flagOf(line: string, at: number): number {
  if (!line.startsWith('stdout ', at) && !line.startsWith('stderr ', at)) return -1
  const flag = line.charCodeAt(at + 7)
  return flag === 70 || flag === 80 ? at + 7 : -1
}
