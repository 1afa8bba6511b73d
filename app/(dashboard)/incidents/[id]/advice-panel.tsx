/** What helps: now, or before the next time; why it fits what was measured, and the lines to paste. */

import type { Advice } from '#lib/model/incident'
import { Paste } from '../../../words/paste.tsx'
import { sentence } from './cause-panel.tsx'

type Props = { advice: readonly Advice[]; when: Advice['when']; title: string }

export function AdvicePanel({ advice, when, title }: Props) {
  const shown = advice.filter((each) => each.when === when)
  return (
    <section className="panel advice" aria-labelledby={`advice-${when}`}>
      <div className="panel-head">
        <h2 id={`advice-${when}`}>{title}</h2>
      </div>
      <ol className="panel-body">
        {shown.map((each) => (
          <li key={each.id} data-advice={each.id}>
            <h3>{each.title}</h3>
            <p>{sentence(each.why)}</p>
            {each.lines.length > 0 && <Paste text={each.lines.join('\n')} />}
          </li>
        ))}
        {shown.length === 0 && (
          <li className="quiet">{when === 'now' ? 'Nothing has to be done.' : 'Nothing is known to.'}</li>
        )}
      </ol>
    </section>
  )
}
