/** One direct look at a page of a server, past every load balancer. */

import http from 'node:http'

export type FetchCommand = { do: 'fetch'; host: string; port: number; path: string }
export type FetchedPage = { status: number; version: string | null; etag: string | null }

const WITHIN_MS = 900

export function fetchPage({ host, port, path }: FetchCommand): Promise<FetchedPage | null> {
  return new Promise((resolve) => {
    const asked = http.get({ host, port, path, agent: false, timeout: WITHIN_MS }, (got) => {
      got.resume()
      resolve({
        status: got.statusCode ?? 0,
        version: String(got.headers['x-version'] ?? '') || null,
        etag: got.headers.etag ?? null,
      })
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(null))
  })
}
