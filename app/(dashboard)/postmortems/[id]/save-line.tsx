/** What has become of the last change, and what to do where somebody else saved in between. */

import type { Postmortem } from '#lib/model/postmortem'
import type { SaveState } from './use-autosave.ts'

type Props = { state: SaveState; onSettle: (current: Postmortem, take: 'mine' | 'theirs') => void }

export function SaveLine({ state, onSettle }: Props) {
  return (
    <>
      <span className="save-state" role="status" data-state={state.kind}>
        {wordsOf(state)}
      </span>
      {state.kind === 'conflict' && (
        <div className="conflict" role="alert">
          <p>{state.message} Nothing of either was lost: both stay in the history once they are saved.</p>
          <button type="button" onClick={() => onSettle(state.current, 'mine')}>
            Save mine on top
          </button>
          <button type="button" onClick={() => onSettle(state.current, 'theirs')}>
            Take theirs
          </button>
        </div>
      )}
    </>
  )
}

function wordsOf(state: SaveState): string {
  if (state.kind === 'saved') return `saved, version ${state.version}`
  if (state.kind === 'unsaved') return 'not saved yet'
  if (state.kind === 'saving') return 'saving'
  return state.kind === 'conflict' ? 'not saved: changed by somebody else' : `not saved: ${state.message}`
}
