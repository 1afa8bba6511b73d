'use client'
/** What would happen if servers were lost or drained or hung for a while, or weights, checks or the load were others; nothing is done to anybody. */

import { useCallback, useState } from 'react'
import type { PoolView } from '#lib/views/live-view'
import { whatIfQuery } from '#lib/views/what-if-view'
import './what-if.css'
import { useWhatIf } from './use-what-if.ts'
import { WhatIfAnswerPanel } from './what-if-answer.tsx'
import { type ChooseServer, WhatIfServers } from './what-if-servers.tsx'
import {
  AS_IT_IS,
  isAsItIs,
  LONGEST_STALL_MS,
  MOST_LOAD,
  questionWords,
  type Setting,
  toQuestion,
  USUAL_STALL_MS,
  type WhatIfChoice,
  wholeNumber,
} from './what-if-state.ts'

const SETTING_NAMES: Record<Setting, string> = {
  interMs: 'inter, ms',
  fall: 'fall',
  rise: 'rise',
  timeoutCheckMs: 'timeout check, ms',
}
const LOAD_STEP = 0.05
const LEAST_LOAD = 0.5

export function WhatIf({ pool }: { pool: PoolView }) {
  const [choice, setChoice] = useState<WhatIfChoice>(AS_IT_IS)
  const question = toQuestion(pool, choice)
  const idle = isAsItIs(question)
  const answer = useWhatIf(idle ? null : whatIfQuery(question))
  const change = (patch: Partial<WhatIfChoice>) => setChoice((before) => ({ ...before, ...patch }))
  const choose = useCallback<ChooseServer>((name, part) => {
    setChoice((before) =>
      'fate' in part
        ? { ...before, fates: { ...before.fates, [name]: part.fate } }
        : { ...before, weights: { ...before.weights, [name]: part.weight } },
    )
  }, [])
  return (
    <section id="what-if" className="panel what-if" aria-labelledby="what-if-title">
      <div className="panel-head">
        <h2 id="what-if-title">What if</h2>
        <span className="shown">a forecast: nothing is done to the load balancer</span>
      </div>
      <div className="what-if-parts">
        <form className="control" onSubmit={(event) => event.preventDefault()}>
          <WhatIfServers pool={pool} choice={choice} onChoose={choose} />
          {Object.keys(question.stall).length > 0 && (
            <label className="what-if-stall">
              hangs for, ms
              <input
                type="text"
                inputMode="numeric"
                placeholder={String(USUAL_STALL_MS)}
                value={choice.stallMs}
                aria-invalid={
                  (choice.stallMs !== '' && wholeNumber(choice.stallMs, 1, LONGEST_STALL_MS) === null) ||
                  undefined
                }
                onChange={(event) => change({ stallMs: event.target.value })}
              />
            </label>
          )}
          <label className="what-if-load">
            <span>
              load <output>{Math.round(choice.load * 100)} %</output> of now
            </span>
            <input
              type="range"
              min={LEAST_LOAD}
              max={MOST_LOAD}
              step={LOAD_STEP}
              value={choice.load}
              onChange={(event) => change({ load: Number(event.target.value) })}
            />
          </label>
          <Checks choice={choice} onChange={change} />
          <button type="button" disabled={choice === AS_IT_IS} onClick={() => setChoice(AS_IT_IS)}>
            As it is
          </button>
        </form>
        <div className="what-if-result" aria-live="polite" aria-busy={answer.state === 'asking'}>
          {idle ? (
            <p className="nothing">
              Choose servers to lose, drain or hang for a while, another weight, other check settings or
              another load: what becomes of the others is worked out at once, and then simulated.
            </p>
          ) : (
            <WhatIfAnswerPanel answer={answer} words={questionWords(question)} />
          )}
        </div>
      </div>
    </section>
  )
}

type ChecksProps = { choice: WhatIfChoice; onChange: (patch: Partial<WhatIfChoice>) => void }

function Checks({ choice, onChange }: ChecksProps) {
  return (
    <fieldset className="what-if-checks">
      <legend>check settings; empty is as it is</legend>
      {(Object.keys(SETTING_NAMES) as Setting[]).map((name) => {
        const text = choice.settings[name]
        return (
          <label key={name}>
            {SETTING_NAMES[name]}
            <input
              type="text"
              inputMode="numeric"
              value={text}
              aria-invalid={(text !== '' && wholeNumber(text, 1, 3_600_000) === null) || undefined}
              onChange={(event) => onChange({ settings: { ...choice.settings, [name]: event.target.value } })}
            />
          </label>
        )
      })}
    </fieldset>
  )
}
