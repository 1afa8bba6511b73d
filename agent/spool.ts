/** Reports in order, kept until the dashboard has stored them; bounded in time and in bytes. */

import { mergeBodies, type ReportBody } from './report-body.ts'

export const SPOOL_MS = 10 * 60_000
export const SPOOL_BYTES = 64 * 1024 * 1024
/** Past a limit this many of the oldest become one at a time: merging one by one would cost too much. */
const MERGE_AT_ONCE = 32

export type SpooledReport = {
  seq: number
  atMs: number
  /** Wall clock minus steady clock when it was made. */
  wallMinusSteadyMs: number
  /** The body as JSON without its braces, empty for a mere beat. */
  body: string
}

export type Spool = {
  add: (made: { atMs: number; wallMinusSteadyMs: number; steadyMs: number }, body: ReportBody) => number
  /** The seq that the next report will have. */
  nextSeq: () => number
  /** Oldest kept; what `add` gives next where nothing is kept. */
  keptFrom: () => number
  /** What is to be sent next, in order, within the limits; at least one where there is any. */
  batch: (maxReports: number, maxBytes: number) => SpooledReport[]
  /** The dashboard has stored up to `savedSeq` and takes `nextSeq` next. True: it misses what is kept no more. */
  acknowledge: (savedSeq: number, nextSeq: number) => boolean
  /** The oldest report is refused for good. */
  giveUpOldest: (why: string) => void
  size: () => { reports: number; bytes: number; unsent: number }
}

type Kept = SpooledReport & { steadyMs: number; merged: number; fromMs: number }

export function createSpool(limits = { ms: SPOOL_MS, bytes: SPOOL_BYTES }): Spool {
  const kept: Kept[] = []
  let bytes = 0
  let seq = 0
  /** The next seq to send. */
  let next = 1
  let lost: { reports: number; fromMs: number; toMs: number; limit: string } | null = null

  const read = (one: Kept) => JSON.parse(`{${one.body}}`) as ReportBody
  const write = (body: ReportBody) => JSON.stringify(body).slice(1, -1)

  /** The oldest ones become part of the one after them: nothing that happened is lost, only the beats between. */
  function mergeOldest(limit: string): void {
    const count = Math.min(MERGE_AT_ONCE, kept.length)
    const old = kept.splice(0, count)
    const last = old.at(-1)!
    let body: ReportBody = {}
    let gone = 0
    for (const one of old) {
      const own = read(one)
      gone += one === last ? 0 : 1
      const before = body.dropped?.reports ?? 0
      body = mergeBodies(body, own)
      if (own.dropped && before) body.dropped = { ...own.dropped, reports: own.dropped.reports + before }
      bytes -= one.body.length
    }
    const fromMs = Math.min(old[0]!.atMs, body.dropped?.fromMs ?? Number.POSITIVE_INFINITY)
    body.dropped = {
      reports: gone + (body.dropped?.reports ?? 0),
      fromMs,
      toMs: old.at(-2)?.atMs ?? last.atMs,
      limit,
    }
    last.body = write(body)
    bytes += last.body.length
    kept.unshift(last)
    if (next < last.seq) next = last.seq
  }

  return {
    add({ atMs, wallMinusSteadyMs, steadyMs }, given) {
      const body = lost ? { ...given, dropped: lost } : given
      lost = null
      const one = {
        seq: ++seq,
        atMs,
        wallMinusSteadyMs,
        steadyMs,
        merged: 0,
        fromMs: atMs,
        body: write(body),
      }
      kept.push(one)
      bytes += one.body.length
      while (kept.length > MERGE_AT_ONCE && steadyMs - kept[1]!.steadyMs > limits.ms)
        mergeOldest(`${Math.round(limits.ms / 60_000)} minutes of reports`)
      while (kept.length > 2 && bytes > limits.bytes) {
        const before = bytes
        mergeOldest(`${Math.round(limits.bytes / 1024 / 1024)} MB of reports`)
        if (bytes > limits.bytes && bytes > before * 0.9 && kept.length <= MERGE_AT_ONCE) break
      }
      return one.seq
    },
    nextSeq: () => seq + 1,
    keptFrom: () => kept[0]?.seq ?? seq + 1,
    batch(maxReports, maxBytes) {
      const out: SpooledReport[] = []
      let total = 0
      for (let n = lowerBound(kept, next); n < kept.length && out.length < maxReports; n++) {
        const one = kept[n]!
        total += one.body.length
        if (out.length && total > maxBytes) break
        out.push(one)
      }
      return out
    },
    acknowledge(savedSeq, nextSeq) {
      while (kept.length && kept[0]!.seq <= savedSeq) bytes -= kept.shift()!.body.length
      next = Math.min(Math.max(1, nextSeq), seq + 1)
      return next < (kept[0]?.seq ?? seq + 1)
    },
    giveUpOldest(why) {
      const one = kept[lowerBound(kept, next)]
      if (!one) return
      const before = kept.indexOf(one)
      for (const gone of kept.splice(0, before + 1)) bytes -= gone.body.length
      lost = {
        reports: (lost?.reports ?? 0) + 1,
        fromMs: lost?.fromMs ?? one.atMs,
        toMs: one.atMs,
        limit: why,
      }
      next = one.seq + 1
    },
    size: () => ({ reports: kept.length, bytes, unsent: kept.length - lowerBound(kept, next) }),
  }
}

/** Index of the first report whose seq is at least `seq`. */
function lowerBound(kept: readonly Kept[], seq: number): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]!.seq < seq) low = middle + 1
    else high = middle
  }
  return low
}
