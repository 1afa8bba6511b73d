/** Tells HAProxy's own refusals from data: a command it does not know, a level that is not allowed to ask. */

/** Longest answer that is read, in characters. */
export const MAX_ANSWER_LENGTH = 128 * 1024 * 1024

/** A reason where the whole answer is no data, else null. */
export function refusedAnswer(text: string): string | null {
  if (text.length > MAX_ANSWER_LENGTH) return 'answer-too-long'
  const head = text
    .slice(0, 512)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (head === '') return 'empty-answer'
  if (/^Unknown command/i.test(head)) return 'unknown-command'
  if (/^(?:\[\w+\]\s*)?Permission denied/i.test(head)) return 'permission-denied'
  if (/^Can't find (?:the target|the worker)/i.test(head)) return 'worker-gone'
  if (/^<(?:!doctype|html|\?xml)/i.test(head)) return 'html-not-data'
  return null
}
