/** Sends readings to the dashboard as an orchestrator does, by its HTTP ingest. */

/** `$NOW` and `$NOW+5000` become times, epoch ms; `$N*1000+8000` what it comes to. */
export function fillTimes(value: unknown, nowMs: number, n = 0): unknown {
  if (typeof value === 'string') {
    const found = /^\$NOW(?:\+(\d+))?$/.exec(value)
    if (found) return nowMs + Number(found[1] ?? 0)
    const counted = /^\$N\*(\d+)(?:\+(\d+))?$/.exec(value)
    return counted ? n * Number(counted[1]) + Number(counted[2] ?? 0) : value
  }
  if (Array.isArray(value)) return value.map((one) => fillTimes(one, nowMs, n))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillTimes(one, nowMs, n)]))
}

export async function sendReadings(
  url: string,
  readings: readonly Record<string, unknown>[],
  n = 0,
): Promise<void> {
  const nowMs = Date.now()
  const body = readings.map((one) => `${JSON.stringify(fillTimes(one, nowMs, n))}\n`).join('')
  const headers = { 'content-type': 'application/x-ndjson', authorization: 'Bearer the-lab-has-open-access' }
  const answer = await fetch(`${url}/api/v1/ingest`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`the dashboard refused readings: ${answer.status} ${await answer.text()}`)
}
