// Memory by hand: it is given out in order, and all of it taken back at once.

let free: usize = memory.data(16) + 16

export function take(size: i32): usize {
  const at = (free + 15) & ~15
  free = at + size
  const missing = <i32>((free + 65_535) >> 16) - memory.size()
  if (missing > 0) memory.grow(missing)
  return at
}

export function fresh(size: i32): usize {
  const at = take(size)
  memory.fill(at, 0, size)
  return at
}

export function mark(): usize {
  return free
}

export function takeBack(to: usize): void {
  free = to
}
