'use client'
/** A secret that is shown now and never again. */

import { Paste } from '../../words/paste.tsx'

type Props = { what: string; close: () => void } & ({ path: string } | { text: string })

export function OnceShown(props: Props) {
  const text = 'path' in props ? `${window.location.origin}${props.path}` : props.text
  return (
    <div className="once-shown" role="status">
      <p>{props.what} It is shown this once.</p>
      <Paste text={text} />
      <button type="button" onClick={props.close}>
        I have it
      </button>
    </div>
  )
}
