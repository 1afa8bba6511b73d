/** What a person has chosen in the what-if: the form's own state, and the question it makes. */

import type { PoolView } from '#lib/views/live-view'
import type { WhatIfQuestion } from '#lib/views/what-if-view'

export type Fate = 'stays' | 'lose' | 'drain' | 'stall'

export type WhatIfChoice = {
  fates: Readonly<Record<string, Fate>>
  /** As typed; empty: as it is. */
  weights: Readonly<Record<string, string>>
  /** How long those hang that do so for a while, ms, as typed; empty: `USUAL_STALL_MS`. */
  stallMs: string
  load: number
  settings: Readonly<Record<Setting, string>>
}

export const SETTINGS = ['interMs', 'fall', 'rise', 'timeoutCheckMs'] as const
export type Setting = (typeof SETTINGS)[number]

export const AS_IT_IS: WhatIfChoice = {
  fates: {},
  weights: {},
  stallMs: '',
  load: 1,
  settings: { interMs: '', fall: '', rise: '', timeoutCheckMs: '' },
}
/** HAProxy's greatest weight. */
export const MOST_WEIGHT = 256
export const MOST_LOAD = 3
/** A long garbage collection. */
export const USUAL_STALL_MS = 2_000
/** What the API answers for. */
export const LONGEST_STALL_MS = 600_000

/** Null where the text is empty or no whole number in range. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,7}$/.test(text.trim())) return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}

/** Servers that are no longer there are left out. */
export function toQuestion(pool: PoolView, choice: WhatIfChoice): WhatIfQuestion {
  const names = pool.servers.map((server) => server.name)
  const fated = (fate: Fate) => names.filter((name) => choice.fates[name] === fate)
  const weights: Record<string, number> = {}
  for (const { name, weight } of pool.servers) {
    const wanted = wholeNumber(choice.weights[name] ?? '', 0, MOST_WEIGHT)
    if (wanted !== null && wanted !== weight) weights[name] = wanted
  }
  const { interMs, fall, rise, timeoutCheckMs } = choice.settings
  return {
    pool: pool.id,
    lose: fated('lose'),
    drain: fated('drain'),
    stall: Object.fromEntries(
      fated('stall').map((name) => [
        name,
        wholeNumber(choice.stallMs, 1, LONGEST_STALL_MS) ?? USUAL_STALL_MS,
      ]),
    ),
    weights,
    load: choice.load,
    interMs: wholeNumber(interMs, 1, 3_600_000),
    fall: wholeNumber(fall, 1, 100),
    rise: wholeNumber(rise, 1, 100),
    timeoutCheckMs: wholeNumber(timeoutCheckMs, 1, 3_600_000),
  }
}

/** Nothing is asked. */
export function isAsItIs({ lose, drain, stall, weights, load, ...rest }: WhatIfQuestion): boolean {
  const { interMs, fall, rise, timeoutCheckMs } = rest
  const settings = [interMs, fall, rise, timeoutCheckMs].every((value) => value === null)
  const chosen = [...lose, ...drain, ...Object.keys(stall), ...Object.keys(weights)]
  return chosen.length === 0 && load === 1 && settings
}

/** `without web1 and web2, web3 drained, 20 % more load`. */
export function questionWords(question: WhatIfQuestion): string {
  const { lose, drain, stall, weights, load, interMs, fall, rise, timeoutCheckMs } = question
  const list = (names: readonly string[]) =>
    names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]
  const change = Math.round(Math.abs(load - 1) * 100)
  return [
    lose.length > 0 && `without ${list(lose)}`,
    drain.length > 0 && `${list(drain)} drained`,
    ...Object.entries(stall).map(([server, ms]) => `${server} hangs for ${ms} ms`),
    ...Object.entries(weights).map(([server, weight]) => `${server} at weight ${weight}`),
    load !== 1 && `${change} % ${load > 1 ? 'more' : 'less'} load`,
    interMs !== null && `inter ${interMs} ms`,
    fall !== null && `fall ${fall}`,
    rise !== null && `rise ${rise}`,
    timeoutCheckMs !== null && `timeout check ${timeoutCheckMs} ms`,
  ]
    .filter(Boolean)
    .join(', ')
}
