/** A binary heap of moments in typed arrays: what happens next comes out first. */

const FIRST_ROOM = 64

/** `pop` leaves what it took in `atMs`, `kind`, `a`, `b`; `nextMs` is infinite while the heap is empty. */
export class EventHeap {
  nextMs = Number.POSITIVE_INFINITY
  atMs = 0
  kind = 0
  a = 0
  b = 0
  private size = 0
  private times = new Float64Array(FIRST_ROOM)
  private kinds = new Int32Array(FIRST_ROOM)
  private as = new Int32Array(FIRST_ROOM)
  private bs = new Int32Array(FIRST_ROOM)

  push(atMs: number, kind: number, a: number, b: number): void {
    if (this.size === this.times.length) this.grow()
    const { times, kinds, as, bs } = this
    let hole = this.size++
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (times[parent]! <= atMs) break
      times[hole] = times[parent]!
      kinds[hole] = kinds[parent]!
      as[hole] = as[parent]!
      bs[hole] = bs[parent]!
      hole = parent
    }
    times[hole] = atMs
    kinds[hole] = kind
    as[hole] = a
    bs[hole] = b
    this.nextMs = times[0]!
  }

  pop(): void {
    const { times, kinds, as, bs } = this
    this.atMs = times[0]!
    this.kind = kinds[0]!
    this.a = as[0]!
    this.b = bs[0]!
    const size = --this.size
    const last = times[size]!
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= size) break
      if (child + 1 < size && times[child + 1]! < times[child]!) child++
      if (times[child]! >= last) break
      times[hole] = times[child]!
      kinds[hole] = kinds[child]!
      as[hole] = as[child]!
      bs[hole] = bs[child]!
      hole = child
    }
    times[hole] = last
    kinds[hole] = kinds[size]!
    as[hole] = as[size]!
    bs[hole] = bs[size]!
    this.nextMs = size > 0 ? times[0]! : Number.POSITIVE_INFINITY
  }

  private grow(): void {
    const wider = this.times.length * 2
    const [times, kinds, as, bs] = [this.times, this.kinds, this.as, this.bs]
    this.times = new Float64Array(wider)
    this.kinds = new Int32Array(wider)
    this.as = new Int32Array(wider)
    this.bs = new Int32Array(wider)
    this.times.set(times)
    this.kinds.set(kinds)
    this.as.set(as)
    this.bs.set(bs)
  }
}
