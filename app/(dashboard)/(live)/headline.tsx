'use client'
/** The first line of the screen: the verdict as a sentence, and what it rests on. */

import { useLive } from '../../shell/live-provider.tsx'

export function Headline() {
  const headline = useLive((state) => state.shown?.headline ?? null)
  if (!headline) return null
  return (
    <section className="headline" aria-labelledby="headline">
      <h1 id="headline" data-tone={headline.tone}>
        <span className="lead">{headline.lead}</span> {headline.rest}
      </h1>
      <p>{headline.detail}</p>
    </section>
  )
}
