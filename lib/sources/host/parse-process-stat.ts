/** `/proc/PID/stat` → one process. */

export type ProcessStat = {
  pid: number
  command: string
  /** Linux's letter: R, S, D, T (stopped), Z. */
  state: string
  parentPid: number
  group: number
  session: number
  /** Number of its terminal, 0 for none; see `ttyName`. */
  tty: number
  /** The terminal's foreground group, -1 for none. */
  foregroundGroup: number
  /** Hundredths of a second since boot. */
  startTicks: number
}

/** The command may hold spaces and brackets: it ends at the last one. Null where the text is something else. */
export function parseProcessStat(text: string): ProcessStat | null {
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  const pid = Number.parseInt(text, 10)
  if (open < 0 || close < open || !(pid > 0)) return null
  const fields = text.slice(close + 2).split(' ')
  const at = (n: number) => Number(fields[n])
  if (!(at(19) >= 0)) return null
  return {
    pid,
    command: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    parentPid: at(1),
    group: at(2),
    session: at(3),
    tty: at(4),
    foregroundGroup: at(5),
    startTicks: at(19),
  }
}

const FIRST_PTS_MAJOR = 136
const LAST_PTS_MAJOR = 143

/** `pts/3` for a pseudo terminal, `ttyS0`-like consoles and none give null. */
export function ttyName(tty: number): string | null {
  const major = (tty >> 8) & 0xfff
  if (major < FIRST_PTS_MAJOR || major > LAST_PTS_MAJOR) return null
  const minor = (tty & 0xff) | ((tty >> 12) & 0xfff00)
  return `pts/${(major - FIRST_PTS_MAJOR) * 256 + minor}`
}
