// Numbers of one to eight digits in a row, without a branch for each digit.

/** Of the 32 bytes from `at` on, those that are no digit. */
@inline
export function nonDigits(at: usize): u32 {
  const zero = i8x16.splat(48)
  const nine = i8x16.splat(9)
  const low: u32 = i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at), zero), nine))
  const high: u32 = i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at, 16), zero), nine))
  return low | (high << 16)
}

/** Digits are counted in pairs, then in fours, then all. */
@inline
export function valueBetween(start: usize, end: usize): i32 {
  const shift: u64 = <u64>(64 - ((end - start) << 3))
  let value: u64 = ((load<u64>(end - 8) ^ 0x3030303030303030) >> shift) << shift
  value = (value * 2_561) >> 8
  value = ((value & 0x00ff00ff00ff00ff) * 6_553_601) >> 16
  return <i32>(((value & 0x0000ffff0000ffff) * 42_949_672_960_001) >> 32)
}

/** From one digit to eight. */
@inline
export function isShort(start: usize, end: usize): bool {
  return <usize>(end - start - 1) < 8
}
