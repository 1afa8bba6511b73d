/** The lines of an answer without copying the whole of it, up to a named number of them. */

/** Lines of one answer that are read. */
export const MAX_ANSWER_LINES = 200_000

/** Lines without their ends; `limited` is called once with the first line that is over the limit. */
export function* answerLines(text: string, limited: (line: string) => void): Generator<string> {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  for (let count = 0; at < text.length; count++) {
    const end = text.indexOf('\n', at)
    const stop = end < 0 ? text.length : end
    const line = text.slice(at, stop > at && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop)
    if (count >= MAX_ANSWER_LINES) {
      limited(line)
      return
    }
    yield line
    at = stop + 1
  }
}
