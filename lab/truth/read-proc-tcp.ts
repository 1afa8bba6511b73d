/** Text of /proc/net/tcp or tcp6 → sockets: the lab's own look at a kernel, beside whatever Polygraph makes of it. */

export type ProcSocket = {
  local: string
  remote: string
  state: string
  /** Retransmission timer is running. */
  retransmitting: boolean
  tries: number
  sendQueue: number
}

const STATES: Record<string, string> = {
  '01': 'established',
  '02': 'syn-sent',
  '03': 'syn-recv',
  '04': 'fin-wait-1',
  '05': 'fin-wait-2',
  '07': 'close',
  '08': 'close-wait',
  '09': 'last-ack',
  '0A': 'listen',
  '0B': 'closing',
}

/** Address words are in the machine's order: little-endian, four bytes each. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  )
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255) return bytes.slice(12).join('.')
  const groups = Array.from({ length: 8 }, (_, n) => ((bytes[2 * n]! << 8) | bytes[2 * n + 1]!).toString(16))
  return shorten(groups)
}

/** The first longest run of at least two zero groups becomes `::`. */
function shorten(groups: string[]): string {
  let [start, length] = [0, 1]
  for (let from = 0; from < groups.length; from++) {
    let end = from
    while (groups[end] === '0') end++
    if (end - from > length) [start, length] = [from, end - from]
  }
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

function readEndpoint(text: string): string {
  const [hex = '', port = ''] = text.split(':')
  const address = readAddress(hex)
  const number = Number.parseInt(port, 16)
  return address.includes(':') ? `[${address}]:${number}` : `${address}:${number}`
}

/** What waits in TIME_WAIT is nobody's any more, and there may be thousands. */
const TIME_WAIT = /^\s*\d+: \S+ \S+ 06 /

export function readProcTcp(text: string): ProcSocket[] {
  const found: ProcSocket[] = []
  for (const line of text.split('\n').slice(1)) {
    if (TIME_WAIT.test(line)) continue
    const [, local, remote, state, queues = '', timer = '', tries = '0'] = line.trim().split(/\s+/)
    if (!local || !remote || !state) continue
    found.push({
      local: readEndpoint(local),
      remote: readEndpoint(remote),
      state: STATES[state] ?? state,
      retransmitting: timer.startsWith('01:'),
      tries: Number.parseInt(tries, 16),
      sendQueue: Number.parseInt(queues.split(':')[0] ?? '0', 16),
    })
  }
  return found
}
