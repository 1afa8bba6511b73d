/** A live connection that is refused: is it because nobody is signed in any more? Then to where people sign in. */

const ASK_EVERY_MS = 5_000

export function leaveIfSignedOut(): () => void {
  let askedAtMs = Number.NEGATIVE_INFINITY
  return async () => {
    const nowMs = performance.now()
    if (nowMs - askedAtMs < ASK_EVERY_MS) return
    askedAtMs = nowMs
    const answer = await fetch('/api/v1/me', { cache: 'no-store' }).catch(() => null)
    if (answer?.status !== 401) return
    const { pathname, search } = window.location
    window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
  }
}
