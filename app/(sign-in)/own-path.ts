/** Where to go after signing in: a page of ours, never another site's. */

/** `/` for anything that would lead elsewhere, or back to signing in. */
export function ownPath(next: string | null, origin: string): string {
  if (!next?.startsWith('/') || !URL.canParse(next, origin)) return '/'
  const url = new URL(next, origin)
  if (url.origin !== origin || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return '/'
  return `${url.pathname}${url.search}`
}
