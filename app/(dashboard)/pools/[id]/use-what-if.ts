'use client'
/** Asks the what-if and takes its lines as they come: the quick answer, then the simulation's progress. */

import { useEffect, useState } from 'react'
import type { WhatIfLine, WhatIfSimulation } from '#lib/views/what-if-view'

type Quick = Extract<WhatIfLine, { type: 'quick' }>

export type WhatIfAnswer = {
  state: 'idle' | 'asking' | 'simulating' | 'done' | 'failed'
  quick: Quick | null
  simulation: WhatIfSimulation | null
  failed: string | null
}

const IDLE: WhatIfAnswer = { state: 'idle', quick: null, simulation: null, failed: null }
/** A slider is moved through many values: only where it rests is asked. */
const REST_MS = 150

/** `query` null: nothing is asked. */
export function useWhatIf(query: string | null): WhatIfAnswer {
  const [answer, setAnswer] = useState<WhatIfAnswer>(IDLE)
  useEffect(() => {
    if (query === null) return setAnswer(IDLE)
    const asking = new AbortController()
    // What was answered before stays in sight until the new answer is there.
    setAnswer((before) => ({ ...before, state: 'asking', failed: null }))
    const timer = setTimeout(() => {
      ask(query, asking.signal, (line) => setAnswer((before) => advance(before, line))).catch((error) => {
        if (!asking.signal.aborted)
          setAnswer((before) => ({ ...before, state: 'failed', failed: String(error.message ?? error) }))
      })
    }, REST_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [query])
  return answer
}

function advance(before: WhatIfAnswer, line: WhatIfLine): WhatIfAnswer {
  switch (line.type) {
    case 'quick':
      return { state: 'simulating', quick: line, simulation: null, failed: null }
    case 'progress':
      return { ...before, simulation: line.simulation }
    case 'done':
      return { ...before, state: 'done', simulation: line.simulation }
    case 'refused':
      return { ...before, state: before.quick ? 'done' : 'failed', failed: line.reason }
  }
}

async function ask(query: string, signal: AbortSignal, take: (line: WhatIfLine) => void): Promise<void> {
  const headers = { accept: 'application/x-ndjson' }
  const response = await fetch(`/api/v1/forecasts?${query}`, { headers, signal })
  if (!response.ok || !response.body) {
    const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
    throw new Error(body?.error?.message ?? `the server answered ${response.status}`)
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += value ?? ''
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) take(JSON.parse(line) as WhatIfLine)
    if (done) break
  }
  if (rest.trim()) take(JSON.parse(rest) as WhatIfLine)
}
