'use client'
/** One event of the tape. */

import { memo } from 'react'
import { LIE_KINDS } from '#lib/views/incident-headline'
import type { EventView } from '#lib/views/live-view'
import {
  CLAIM_WORDS,
  ClaimWord,
  isClaimKind,
  VERDICT_WORDS,
  type VerdictKind,
  VerdictWord,
} from './claim-word.tsx'
import { formatMs } from './format-number.ts'
import { formatClockMs, type Zone } from './format-time.ts'

type Props = {
  event: EventView
  zone: Zone
  onCursor: (atMs: number) => void
  pinned?: boolean
  /** Without it events cannot be kept at hand. */
  onPin?: (id: string) => void
}

export const EventLine = memo(function EventLine({ event, zone, onCursor, pinned = false, onPin }: Props) {
  return (
    <li
      className="event"
      data-event={event.kind}
      data-lie={event.to === 'lying' || isLieFound(event) || undefined}
    >
      <button
        type="button"
        className="event-time"
        title="Show this moment on the strip chart"
        onClick={() => onCursor(event.atMs)}
      >
        <time dateTime={new Date(event.atMs).toISOString()}>{formatClockMs(event.atMs, zone)}</time>
      </button>
      <span className="event-error">{event.errorMs >= 1 ? `± ${formatMs(event.errorMs)}` : ''}</span>
      <span className="event-seen">{event.seenBy.join(' · ')}</span>
      {onPin && (
        <button type="button" className="event-pin" aria-pressed={pinned} onClick={() => onPin(event.id)}>
          {pinned ? 'unpin' : 'pin'}
        </button>
      )}
      <p>
        <EventWords event={event} />
        {event.detail && hasWordsOfItsOwn(event) && <span className="event-detail"> {event.detail}</span>}
      </p>
    </li>
  )
})

/** Found just now: something that is not what it is taken for. Ids of findings begin with their kind. */
const isLieFound = ({ kind, to, about }: EventView) =>
  kind === 'finding' && to === 'opened' && [...LIE_KINDS].some((each) => about?.startsWith(`${each}-`))

/** Other kinds are told by their sentence, which holds the detail already. */
const hasWordsOfItsOwn = ({ kind, to }: EventView) =>
  (kind === 'server-state' && isClaimKind(to)) ||
  (kind === 'verdict' && to !== null && Object.hasOwn(VERDICT_WORDS, to))

function EventWords({ event }: { event: EventView }) {
  const { from, to } = event
  const subject = [event.pool, event.server].filter(Boolean).join('/') || event.loadBalancer
  if (event.kind === 'server-state' && isClaimKind(to))
    return (
      <>
        <strong>{subject}</strong>{' '}
        {isClaimKind(from) && (
          <>
            <span className="was">{CLAIM_WORDS[from]}</span> →{' '}
          </>
        )}
        <ClaimWord kind={to} status={CLAIM_WORDS[to]} />
      </>
    )
  if (event.kind === 'verdict' && to !== null && Object.hasOwn(VERDICT_WORDS, to))
    return (
      <>
        <strong>{subject}</strong> <VerdictWord kind={to as VerdictKind} reason="" />
      </>
    )
  return <>{event.text}</>
}
