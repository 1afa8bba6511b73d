/** How long a failed server keeps its traffic: from its check settings, or from check durations that were reported. */

/**
 * How the server fails: its port is closed; the kernel accepts and no answer comes; nothing answers a SYN.
 * A stopped process is silent while its kernel's backlog has room, and drops once it is full.
 */
export type FailureShape = 'refuses' | 'accepts-and-is-silent' | 'drops'

/** What decides, as HAProxy names it; times in milliseconds, null where unset. */
export type CheckTiming = {
  interMs: number
  fastInterMs: number | null
  fall: number
  timeoutCheckMs: number | null
  timeoutConnectMs: number | null
  /** False for a bare connect, which the kernel answers for an application that is hung. */
  waitsForAnswer: boolean
  /** A TLS handshake is all that the check awaits, or comes before its question; absent where there is none. */
  tls?: 'only' | 'first'
  /** The global `spread-checks`; absent is 0. */
  spreadPercent?: number
}

export type MsRange = { minMs: number; maxMs: number }

export type EvictionTime = MsRange & {
  /** One failing check. */
  check: MsRange
  from: 'settings' | 'reported'
  /** True where durations were reported that the settings do not allow. */
  disagrees: boolean
}

/** A check that is refused ends at once, but for the machine's own delays. */
const REFUSED_MS = 0
/** Scheduling on a loaded machine: reported durations of one timeout differ by this much. */
const REPORT_SLACK_MS = 60

/**
 * One failing check's duration in ms; null where such a check passes.
 *
 * HAProxy arms the task at min(`inter`, `timeout connect`) when it connects (`inter` alone without `timeout check`).
 * Once connected it sets the earlier `timeout check`, but does not move the task in its queue of timers: the earlier
 * time counts only if the task comes to the queue's head before the old one (measured on 2.6.12: 0.5 s alone, 2 s
 * among forty servers). A later one always counts.
 */
export function failingCheck(timing: CheckTiming, shape: FailureShape): MsRange | null {
  const { interMs, timeoutCheckMs, timeoutConnectMs } = timing
  if (shape === 'refuses') return { minMs: REFUSED_MS, maxMs: REFUSED_MS }
  const armedMs = timeoutCheckMs === null ? interMs : Math.min(interMs, timeoutConnectMs ?? interMs)
  if (shape === 'drops') return { minMs: armedMs, maxMs: armedMs }
  if (!timing.waitsForAnswer) return null
  if (timeoutCheckMs === null) return { minMs: interMs, maxMs: interMs }
  // Until the handshake has ended HAProxy is still connecting.
  if (timing.tls === 'only') return { minMs: armedMs, maxMs: armedMs }
  const minMs = timing.tls === 'first' ? Math.min(timeoutCheckMs, armedMs) : timeoutCheckMs
  return { minMs, maxMs: Math.max(timeoutCheckMs, armedMs) }
}

/**
 * From the failure's start to the server's eviction, in ms; null where the check never notices.
 * `reportedMs`: durations of failing checks of this shape, which win over the settings.
 */
export function timeToEvict(
  timing: CheckTiming,
  shape: FailureShape,
  reportedMs: readonly number[] = [],
): EvictionTime | null {
  const set = failingCheck(timing, shape)
  const told = reportedMs.filter((ms) => Number.isFinite(ms) && ms >= 0)
  if (told.length === 0) return set && { ...evictionRange(timing, set), from: 'settings', disagrees: false }
  const check = { minMs: Math.min(...told), maxMs: Math.max(...told) }
  const disagrees =
    set === null || check.minMs < set.minMs - REPORT_SLACK_MS || check.maxMs > set.maxMs + REPORT_SLACK_MS
  return { ...evictionRange(timing, check), from: 'reported', disagrees }
}

/** `fall` failing checks and the waits between them; before the first up to one `inter` goes by. */
function evictionRange(timing: CheckTiming, check: MsRange): MsRange & { check: MsRange } {
  const { interMs, fastInterMs, fall } = timing
  const spread = (timing.spreadPercent ?? 0) / 100
  const betweenMs = (fall - 1) * (fastInterMs ?? interMs)
  return {
    minMs: fall * check.minMs + betweenMs * (1 - spread),
    maxMs: fall * check.maxMs + betweenMs * (1 + spread) + interMs * (1 + spread),
    check,
  }
}
