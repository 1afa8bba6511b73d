/** Everything the kernel says of links, addresses, neighbours and routes: events as they come, lists as a check. */

import type { HostChange } from '../lib/model/host-report.ts'
import { type Announcement, parseMonitorLine } from '../lib/sources/host/parse-monitor-line.ts'
import { followAnnouncements } from './follow-announcements.ts'
import { createKernelPicture, type KernelPicture, LISTS, type ListName } from './kernel-picture.ts'
import { type KernelList, listKernel, listWithoutIp } from './list-kernel.ts'
import type { Programs } from './run-program.ts'

/** One of the four lists is asked for each time, in turn. */
const CHECK_EVERY_MS = 2500
const POLL_EVERY_MS = 250
/** By then `ip monitor` surely listens: what fell between the first lists and it is found by this check. */
const SECOND_CHECK_MS = 400
const MAX_TRIES = 4
const WHATS = ['link', 'address', 'neighbour', 'route'] as const
type What = Announcement['what']

export type KernelWatch = {
  picture: KernelPicture
  /** Lines and list entries that could not be read, by reason. */
  rejects: Record<string, number>
  /** The lists that were had at least once. */
  known: () => ListName[]
  /** Why events do not come, where they do not. */
  trouble: () => string | null
  stop: () => void
}

/** `lists` are those whose content changed; `urgent`: a change in them is news, more than an entry that aged. */
export function watchKernel(given: {
  programs: Programs
  wallMs: () => number
  onChange: (changes: HostChange[], lists: Set<ListName>, urgent: boolean) => void
  /** All four lists were had. */
  onReady: () => void
}): KernelWatch {
  const picture = createKernelPicture()
  const rejects: Record<string, number> = {}
  const heard: Record<What, number> = { link: 0, address: 0, neighbour: 0, route: 0 }
  const known = new Set<What>()
  let trouble: string | null = null
  let hasIp = true
  let turn = 0
  let second: NodeJS.Timeout | undefined

  const count = (reason: string, by = 1) => {
    rejects[reason] = (rejects[reason] ?? 0) + by
  }

  function onLines(lines: string[]): void {
    const atMs = given.wallMs()
    const changes: HostChange[] = []
    const lists = new Set<ListName>()
    let urgent = false
    for (const line of lines) {
      const announcement = parseMonitorLine(line)
      if (typeof announcement === 'string') count(announcement)
      if (announcement === null || typeof announcement === 'string') continue
      heard[announcement.what]++
      const effect = picture.apply(announcement, atMs)
      if (!effect || !known.has(announcement.what)) continue
      lists.add(effect.list)
      if (effect.change) changes.push(effect.change)
      urgent ||= effect.news
      // A link that is new: its type stands only in the long list.
      if (announcement.what === 'link' && effect.change?.from === null) void check('link')
    }
    if (lists.size) given.onChange(changes, lists, urgent)
  }

  async function check(what: What): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const before = heard[what]
      let list: KernelList | null = hasIp ? await listKernel(what, given.programs) : null
      if (!list && trouble !== null) list = listWithoutIp(what)
      if (!list) return
      // Announced while the list was on its way: it may be older than what is known.
      if (heard[what] !== before && tries < MAX_TRIES - 1) continue
      for (const [reason, times] of Object.entries(list.rejects)) count(reason, times)
      const { changes, differs } = picture.replace(what, list.readings, given.wallMs())
      const first = !known.has(what)
      known.add(what)
      if (!first && !differs) return
      const told = first ? [] : changes
      given.onChange(told, new Set([LISTS[what]]), told.length > 0)
      if (first && known.size === WHATS.length) given.onReady()
      return
    }
  }

  const follower = followAnnouncements({
    onStart() {
      trouble = null
      for (const what of WHATS) void check(what)
      clearTimeout(second)
      second = setTimeout(() => {
        for (const what of WHATS) void check(what)
      }, SECOND_CHECK_MS)
    },
    onLines,
    onEnd(reason) {
      trouble = reason
      hasIp = !/not found|ENOENT/.test(reason)
    },
  })
  const timer = setInterval(() => void check(WHATS[turn++ % WHATS.length]!), CHECK_EVERY_MS)
  const poll = setInterval(() => {
    if (trouble !== null) for (const what of WHATS) void check(what)
  }, POLL_EVERY_MS)
  return {
    picture,
    rejects,
    known: () => [...known].map((what) => LISTS[what]),
    trouble: () => trouble,
    stop() {
      clearInterval(timer)
      clearInterval(poll)
      clearTimeout(second)
      follower.stop()
    },
  }
}
