/** Searches what was served for what must not be in it. */

/** With what is around it; a short name is a word of its own, or chance finds it in tokens and packed pixels. */
export function foundIn(text: string, form: string): string {
  const alone = form.length > 4 ? '' : '[^a-z0-9_-]'
  const escaped = form.replace(/[^a-z0-9]/g, '\\$&')
  return new RegExp(`.{0,40}${alone}${escaped}${alone}.{0,40}`).exec(text)?.[0] ?? ''
}
