// HAProxy's dates to the second, kept by the last digit of the second: lines of a few seconds lie side by side.

import { take } from './room'

export const DATE: i32 = 20
/** `2026-11-22T08:00:00`. */
export const ISO: i32 = 19
const dates: usize = take(10 * DATE)
const dateSeconds: usize = take(10 * 4)
const dateZones: usize = take(10 * 4)

/** The ISO date that was read last. */
const iso: usize = take(ISO)
let isoSecond: i32 = -1

export function forgetDates(): void {
  memory.fill(dateSeconds, 0xff, 40)
  isoSecond = -1
}

function two(at: usize): i32 {
  const a: i32 = <i32>load<u8>(at) - 48
  const b: i32 = <i32>load<u8>(at + 1) - 48
  return <u32>a <= 9 && <u32>b <= 9 ? a * 10 + b : -1
}

function monthOf(at: usize): i32 {
  const word = (<i32>load<u8>(at) << 16) | (<i32>load<u8>(at + 1) << 8) | <i32>load<u8>(at + 2)
  if (word == 0x4a616e) return 1
  if (word == 0x466562) return 2
  if (word == 0x4d6172) return 3
  if (word == 0x417072) return 4
  if (word == 0x4d6179) return 5
  if (word == 0x4a756e) return 6
  if (word == 0x4a756c) return 7
  if (word == 0x417567) return 8
  if (word == 0x536570) return 9
  if (word == 0x4f6374) return 10
  if (word == 0x4e6f76) return 11
  if (word == 0x446563) return 12
  return -1
}

/** Days since 1970 of a date of the Gregorian calendar. */
function daysOf(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year
  const era = y / 400
  const yoe = y - era * 400
  const doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  const doe = yoe * 365 + yoe / 4 - yoe / 100 + doy
  return era * 146_097 + doe - 719_468
}

/** `20/Oct/2026:06:08:19`; −1 where it is none that is sure. */
export function secondOf(at: usize, zone: i32): i32 {
  const slot = <i32>load<u8>(at + 19) - 48
  if (<u32>slot > 9) return -1
  const known = dates + slot * DATE
  if (
    load<i32>(dateSeconds + slot * 4) >= 0 && load<i32>(dateZones + slot * 4) == zone &&
    load<i64>(at) == load<i64>(known) && load<i64>(at + 8) == load<i64>(known + 8) && load<i32>(at + 16) == load<i32>(known + 16)
  ) return load<i32>(dateSeconds + slot * 4)
  const day = two(at)
  const month = monthOf(at + 3)
  const year = two(at + 7) * 100 + two(at + 9)
  const hour = two(at + 12)
  const min = two(at + 15)
  const sec = two(at + 18)
  if (day < 1 || day > 31 || month < 0 || two(at + 7) < 19 || two(at + 9) < 0 || year < 1970 || year > 2037) return -1
  if (<u32>hour > 23 || <u32>min > 59 || <u32>sec > 59) return -1
  if (load<u8>(at + 2) != 47 || load<u8>(at + 6) != 47 || load<u8>(at + 11) != 58 || load<u8>(at + 14) != 58 || load<u8>(at + 17) != 58) return -1
  const value = daysOf(year, month, day) * 86_400 + hour * 3_600 + min * 60 + sec - zone * 60
  if (value < 0) return -1
  memory.copy(known, at, DATE)
  store<i32>(dateSeconds + slot * 4, value)
  store<i32>(dateZones + slot * 4, zone)
  return value
}

/** The same of an ISO date in UTC. */
export function isoSecondOf(at: usize): i32 {
  const same = load<i64>(at) == load<i64>(iso) && load<i64>(at + 8) == load<i64>(iso + 8) && load<i32>(at + 15) == load<i32>(iso + 15)
  if (same && isoSecond >= 0) return isoSecond
  const year = two(at) * 100 + two(at + 2)
  const month = two(at + 5)
  const day = two(at + 8)
  const hour = two(at + 11)
  const min = two(at + 14)
  const sec = two(at + 17)
  if (two(at) < 19 || two(at + 2) < 0 || year < 1970 || year > 2037 || month < 1 || month > 12) return -1
  if (day < 1 || day > daysIn(year, month)) return -1
  if (<u32>hour > 23 || <u32>min > 59 || <u32>sec > 59) return -1
  if (load<u8>(at + 4) != 45 || load<u8>(at + 7) != 45 || load<u8>(at + 10) != 84 || load<u8>(at + 13) != 58 || load<u8>(at + 16) != 58) return -1
  memory.copy(iso, at, ISO)
  isoSecond = daysOf(year, month, day) * 86_400 + hour * 3_600 + min * 60 + sec
  return isoSecond
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/** `+0130` to 90; −10,000 where it is none. */
export function zoneAt(at: usize): i32 {
  const sign = load<u8>(at)
  const hours = two(at + 1)
  const minutes = two(at + 3)
  if ((sign != 43 && sign != 45) || hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return -10_000
  return sign == 43 ? hours * 60 + minutes : -(hours * 60 + minutes)
}
