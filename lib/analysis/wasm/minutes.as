// Where in the input each minute lies.

import { take } from '../../sources/haproxy/scan/room'

export const MINUTES_MOST: i32 = 1 << 14
/** Minute since 1970, where it begins, where it ends. */
export const minutes: usize = take((MINUTES_MOST + 16) * 12)
export let minuteCount: i32 = 0
let minute: i32 = -1
let from: i32 = 0
let to: i32 = 0

export function forgetMinutes(): void {
  minuteCount = 0
  minute = -1
}

export function noteLine(second: i32, start: i32, end: i32): void {
  const now = second / 60
  if (now != minute) {
    endMinute()
    minute = now
    from = start
    to = end
  } else if (end > to) to = end
}

export function endMinute(): void {
  if (minute < 0) return
  const at = minutes + minuteCount++ * 12
  store<i32>(at, minute)
  store<i32>(at + 4, from)
  store<i32>(at + 8, to)
  minute = -1
}
