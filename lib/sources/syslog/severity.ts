/** Names of syslog severities, from a priority number or from HAProxy's own word on stderr. */

const NAMES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const

/** The low three bits of a PRI; `short` and `timed` framings send only these. */
export function severityOfPriority(priority: number): string {
  return NAMES[priority & 7]!
}

/** The word in `[WARNING]`; null where HAProxy has no such word. */
export function severityOfWord(word: string): string | null {
  switch (word) {
    case 'ALERT':
      return 'alert'
    case 'WARNING':
      return 'warning'
    case 'NOTICE':
      return 'notice'
    case 'INFO':
      return 'info'
    case 'DIAG':
    case 'DEBUG':
      return 'debug'
    case 'EMERG':
      return 'emerg'
    case 'CRIT':
      return 'crit'
    case 'ERROR':
    case 'ERR':
      return 'err'
    default:
      return null
  }
}
