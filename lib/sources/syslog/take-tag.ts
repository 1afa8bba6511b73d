/** Takes off the host and the tag that follow a date. */

import type { Frame } from './frame.ts'

/** After a date: `haproxy[21764]: `, `lb1 haproxy[21764]: `, `lb1 haproxy: `, or none of them. */
export function takeTag(line: string, at: number, frame: Frame): number {
  const firstEnd = line.indexOf(' ', at)
  if (firstEnd < 0 || firstEnd - at > 255) return at
  if (setTag(line.slice(at, firstEnd), frame)) return firstEnd + 1
  let secondAt = firstEnd + 1
  while (line[secondAt] === ' ') secondAt++
  const found = line.indexOf(' ', secondAt)
  const secondEnd = found < 0 ? line.length : found
  if (secondEnd - secondAt > 128) return at
  if (line.charCodeAt(secondEnd - 1) !== 58) return at
  const host = line.slice(at, firstEnd)
  if (!/^[A-Za-z0-9_.:%-]+$/.test(host) || !setTag(line.slice(secondAt, secondEnd), frame)) return at
  if (host !== '-') frame.host = host
  return Math.min(secondEnd + 1, line.length)
}

/** A tag ends with a colon; a slash in it (as in `pool/server:`) needs a pid to be believed. */
function setTag(word: string, frame: Frame): boolean {
  let end = word.length - 1
  if (end < 1 || word.charCodeAt(end) !== 58) return false
  let pid = -1
  if (word.charCodeAt(end - 1) === 93) {
    const open = word.lastIndexOf('[', end - 2)
    pid = 0
    for (let at = open + 1; at < end - 1; at++) {
      const digit = word.charCodeAt(at) - 48
      if (!(digit >= 0 && digit <= 9)) return false
      pid = pid * 10 + digit
    }
    if (open < 1 || open + 1 === end - 1 || pid > 0xffffffff) return false
    end = open
  }
  for (let at = 0; at < end; at++) {
    const code = word.charCodeAt(at)
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
    if (letter) continue
    const mark = (code >= 48 && code <= 57) || code === 45 || code === 46 || (code === 47 && pid >= 0)
    if (!mark || at === 0) return false
  }
  frame.process = word.slice(0, end)
  if (pid >= 0) frame.pid = pid
  return true
}
