/** Sends a change to the API as our own page must: JSON or the header x-polygraph, and answers in words when it fails. */

export type Sent<T> = { ok: true; body: T } | { ok: false; status: number | null; message: string }

export async function send<T = null>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Sent<T>> {
  try {
    const headers: Record<string, string> = { 'x-polygraph': '1' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const response = await fetch(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null)
    if (response.ok) return { ok: true, body: answer as T }
    return { ok: false, status: response.status, message: messageOf(answer, response.status) }
  } catch {
    const message = 'Polygraph cannot be reached. Nothing was changed; check that it runs, then try again.'
    return { ok: false, status: null, message }
  }
}

function messageOf(answer: unknown, status: number): string {
  const error = (answer as { error?: { message?: unknown } } | null)?.error
  return typeof error?.message === 'string' ? error.message : `The server answered ${status}.`
}
