// Numbers and words of a line; every line ends in a byte below a space, so nothing reads past it.

/** Where the number that was read last ends. */
export let numberEnd: usize = 0

/** A whole number, −1 included; −2 where there is none, or one that no time is. */
@inline
export function number(at: usize): i32 {
  let digit: i32 = <i32>load<u8>(at) - 48
  if (<u32>digit <= 9) {
    let value: i32 = digit
    digit = <i32>load<u8>(++at) - 48
    while (<u32>digit <= 9) {
      if (value > 200_000_000) return -2
      value = value * 10 + digit
      digit = <i32>load<u8>(++at) - 48
    }
    numberEnd = at
    return value
  }
  if (digit == -3 && load<u8>(at + 1) == 49) {
    numberEnd = at + 2
    return -1
  }
  return -2
}

/** Bytes may be more than a time is. */
export function bigNumber(at: usize): f64 {
  let digit: i32 = <i32>load<u8>(at) - 48
  if (<u32>digit > 9) {
    if (digit == -3 && load<u8>(at + 1) == 49) {
      numberEnd = at + 2
      return -1
    }
    return -2
  }
  let value: i64 = digit
  digit = <i32>load<u8>(++at) - 48
  while (<u32>digit <= 9) {
    if (value > 900_000_000_000_000) return -2
    value = value * 10 + digit
    digit = <i32>load<u8>(++at) - 48
  }
  numberEnd = at
  return <f64>value
}

/** The first byte that is no letter, digit or sign, sixteen at a time. */
@inline
export function wordEnd(at: usize): usize {
  const space = i8x16.splat(32)
  let found = i8x16.bitmask(i8x16.le_u(v128.load(at), space))
  while (!found) {
    at += 16
    found = i8x16.bitmask(i8x16.le_u(v128.load(at), space))
  }
  return at + ctz(found)
}

export function isDigit(at: usize): bool {
  return <u32>(<i32>load<u8>(at) - 48) <= 9
}
