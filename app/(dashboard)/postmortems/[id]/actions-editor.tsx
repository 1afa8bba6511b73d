/** What is to be done, by whom, until when, and how far it is. */

import {
  ACTION_STATES,
  ACTIONS_LIMIT,
  type ActionState,
  ENTRY_LIMIT,
  OWNER_LIMIT,
  type PostmortemAction,
  type PostmortemFields,
} from '#lib/model/postmortem'
import { newId } from './timeline-editor.tsx'

type Props = {
  actions: PostmortemAction[]
  readOnly: boolean
  onChange: (part: Partial<PostmortemFields>) => void
}

const dayOf = (atMs: number | null) => (atMs === null ? '' : new Date(atMs).toISOString().slice(0, 10))

export function ActionsEditor({ actions, readOnly, onChange }: Props) {
  const set = (next: PostmortemAction[]) => onChange({ actions: next })
  const change = (id: string, part: Partial<PostmortemAction>) =>
    set(actions.map((action) => (action.id === id ? { ...action, ...part } : action)))
  const add = () =>
    set([...actions, { id: newId('a', actions), text: '', owner: '', state: 'open', dueAtMs: null }])
  return (
    <section className="panel shared-table" aria-labelledby="edit-actions">
      <h2 id="edit-actions">Actions</h2>
      <table className="rows-table">
        <thead>
          <tr>
            {['What', 'Owner', 'State', 'Due'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="out-of-sight">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ id, text, owner, state, dueAtMs }) => (
            <tr key={id}>
              <td>
                <textarea
                  aria-label="What is to be done"
                  rows={2}
                  value={text}
                  maxLength={ENTRY_LIMIT}
                  readOnly={readOnly}
                  onChange={(event) => change(id, { text: event.target.value })}
                />
              </td>
              <td className="narrow">
                <input
                  aria-label="Owner"
                  value={owner}
                  maxLength={OWNER_LIMIT}
                  readOnly={readOnly}
                  onChange={(event) => change(id, { owner: event.target.value })}
                />
              </td>
              <td className="slim">
                <select
                  aria-label="State"
                  value={state}
                  disabled={readOnly}
                  onChange={(event) => change(id, { state: event.target.value as ActionState })}
                >
                  {ACTION_STATES.map((each) => (
                    <option key={each}>{each}</option>
                  ))}
                </select>
              </td>
              <td className="slim">
                <input
                  type="date"
                  aria-label="Due"
                  value={dayOf(dueAtMs)}
                  readOnly={readOnly}
                  onChange={(event) =>
                    change(id, {
                      dueAtMs: event.target.value ? Date.parse(`${event.target.value}T00:00:00Z`) : null,
                    })
                  }
                />
              </td>
              <td className="slim">
                {!readOnly && (
                  <button type="button" onClick={() => set(actions.filter((each) => each.id !== id))}>
                    Remove
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!readOnly && actions.length < ACTIONS_LIMIT && (
        <button type="button" onClick={add}>
          Add an action
        </button>
      )}
    </section>
  )
}
