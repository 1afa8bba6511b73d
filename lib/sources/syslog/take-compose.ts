/** Takes off what `docker compose logs` writes before each line: the container's name, spaces and a bar. */

import type { Frame } from './frame.ts'

/** Names are no longer, and no further from their bar: it pads them to the longest. */
const NAME_LENGTH_LIMIT = 128

/** `nginx-1  | …`: the index after the bar and its space; 0 where the line does not start so. */
export function takeCompose(line: string, frame: Frame): number {
  let at = 0
  while (at < NAME_LENGTH_LIMIT && isNameCode(line.charCodeAt(at))) at++
  const nameEnd = at
  if (nameEnd === 0 || line.charCodeAt(at) !== 32) return 0
  while (at < NAME_LENGTH_LIMIT && line.charCodeAt(at) === 32) at++
  if (line.charCodeAt(at) !== 124 || line.charCodeAt(at + 1) !== 32) return 0
  frame.process = line.slice(0, nameEnd)
  return at + 2
}

function isNameCode(code: number): boolean {
  const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
  return letter || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 95
}
