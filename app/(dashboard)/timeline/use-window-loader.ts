'use client'
/** Keeps the stage's events up to its window: one question at a time, the newest next. */

import { useEffect } from 'react'
import { spreadView } from '#lib/views/spread-cells'
import type { TimelineView } from '#lib/views/timeline-view'
import { currentUrl } from '../../shell/url-state.ts'
import { suffices, windowUrl } from './ask-window.ts'
import { takeEarly } from './early-view.ts'
import type { Stage } from './stage.ts'
import { spanOf, type TimeWindow } from './time-window.ts'

/** How often the present is asked for anew. */
const FOLLOW_EVERY_MS = 2_000
const AGAIN_AFTER_MS = 3_000

async function ask(url: string, signal: AbortSignal): Promise<TimelineView> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(`the dashboard answered ${answer.status}`)
  return spreadView(await answer.json())
}

export function useWindowLoader(stage: Stage): void {
  useEffect(() => {
    let running: AbortController | null = null
    let asked: TimeWindow | null = null
    let stopped = false
    let again: ReturnType<typeof setTimeout> | undefined

    async function load(window: TimeWindow): Promise<void> {
      running = new AbortController()
      asked = window
      try {
        const url = windowUrl(window, currentUrl().imported)
        const view = await (takeEarly(url) ?? ask(url, running.signal))
        stage.set({ view, clockOffsetMs: view.nowMs - Date.now(), problem: null })
      } catch (error) {
        if (stopped) return
        stage.set({ problem: (error as Error).message })
        clearTimeout(again)
        again = setTimeout(() => look(true), AGAIN_AFTER_MS)
      } finally {
        running = null
      }
      if (!stopped && asked !== stage.get().window) look(false)
    }

    function look(anyway: boolean): void {
      const { window, view } = stage.get()
      if (running || stopped) return
      if (!anyway && view && suffices(view, window)) return
      // The same question again would get the same answer.
      if (!anyway && view && asked === window) return
      void load(window)
    }

    look(true)
    const unsubscribe = stage.subscribe(() => look(false))
    const follow = setInterval(() => {
      const { following, window, clockOffsetMs } = stage.get()
      if (!following || document.hidden) return
      const toMs = Date.now() + clockOffsetMs
      stage.set({ window: { fromMs: toMs - spanOf(window), toMs } })
      look(true)
    }, FOLLOW_EVERY_MS)
    return () => {
      stopped = true
      running?.abort()
      clearTimeout(again)
      clearInterval(follow)
      unsubscribe()
    }
  }, [stage])
}
