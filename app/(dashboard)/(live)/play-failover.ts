/** Asks the server to play its recording; answers null when it began, else what went wrong and what to do. */

export async function playFailover(): Promise<string | null> {
  try {
    const response = await fetch('/api/v1/recordings/failover/play', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    if (response.ok) return null
    const body: unknown = await response.json().catch(() => null)
    return `The recording did not start: ${messageOf(body) ?? `the server answered ${response.status}`}. Nothing was changed; try again.`
  } catch {
    return 'The recording did not start: Polygraph cannot be reached. Nothing was changed; check that it runs, then try again.'
  }
}

function messageOf(body: unknown): string | null {
  const error = (body as { error?: { message?: unknown } } | null)?.error
  return typeof error?.message === 'string' ? error.message : null
}
