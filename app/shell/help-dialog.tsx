'use client'
/** Every key there is, on `?`; holds the keys that work on all pages. */

import { useRef } from 'react'
import { currentUrl, writeUrl } from './url-state.ts'
import { useKeys } from './use-keys.ts'

const KEYS: [string, string][] = [
  ['?', 'this help'],
  ['/', 'filter pools and servers'],
  ['j  k', 'next, previous row'],
  ['Enter', 'open the selected pool or incident'],
  ['[  ]', 'event by event on the strip chart or the timeline'],
  ['w s  a d', 'timeline: closer, wider, earlier, later'],
  ['m  0', 'timeline: write a note at the moment chosen; follow the present'],
  ['f', 'timeline: find words in events; then [ ] go from one found to the next'],
  ['←  →', 'second by second, when the chart has the focus'],
  ['Space', 'hold the picture; again to catch up'],
  ['u', 'UTC or this browser’s zone'],
  ['Esc', 'close, clear the cursor, the filter, the selection'],
]

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useKeys({
    '?': () => dialog.current?.showModal(),
    // The address itself, not what was drawn of it: two presses may come before one is drawn.
    u: () => writeUrl({ zone: currentUrl().zone === 'utc' ? 'local' : 'utc' }),
  })
  return (
    <>
      <button
        type="button"
        aria-label="Keys and help"
        title="Keys (?)"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} className="help" aria-labelledby="help-title">
        <h2 id="help-title">Keys</h2>
        <dl>
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p>
          <strong className="lie-word">Violet</strong> is used for one thing only: what is claimed and what
          the evidence says disagree. The address of the page holds filter, selection and zone: copy it, get
          the same screen.
        </p>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  )
}
