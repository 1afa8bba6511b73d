/** What the early painter has loaded before the page's own script runs, and hands on to it. */

import type { TimelineView } from '#lib/views/timeline-view'

export type EarlyView = { url: string; view: Promise<TimelineView> }

declare global {
  interface Window {
    polygraphEarly?: EarlyView
  }
}

/** Once, and only for the same question. */
export function takeEarly(url: string): Promise<TimelineView> | null {
  const early = window.polygraphEarly
  delete window.polygraphEarly
  return early?.url === url ? early.view : null
}
