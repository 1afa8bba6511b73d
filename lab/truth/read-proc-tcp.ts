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
  '06': 'time-wait',
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

/** The longest run of at least two zero groups becomes `::`. */
function shorten(groups: string[]): string {
  const text = groups.join(':')
  const runs = [...text.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)].map((match) => match[0])
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  if (!longest) return text
  const at = text.indexOf(longest)
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`
}

function readEndpoint(text: string): string {
  const [hex = '', port = ''] = text.split(':')
  const address = readAddress(hex)
  const number = Number.parseInt(port, 16)
  return address.includes(':') ? `[${address}]:${number}` : `${address}:${number}`
}

export function readProcTcp(text: string): ProcSocket[] {
  const found: ProcSocket[] = []
  for (const line of text.split('\n').slice(1)) {
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
