/** What a file holds, by its beginning: a recording, statistics, a list of sockets, or lines of a log. */

export type FileKind = 'recording' | 'stats' | 'sockets' | 'log' | 'unknown'

/** So much of a file is looked at. */
export const SNIFFED_BYTES = 65_536

const SOCKET_STATES =
  /^(?:\w+\s+)?(?:ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-[12]|TIME-WAIT|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|UNCONN)\s+\d+\s+\d+\s+\S+:\S+\s/
/** Other bytes than text has, in such a share, are no text. */
const MOST_CONTROL = 0.02

/** `why` is for the person who gave the file. */
export function sniffFile(head: string): { kind: FileKind; why: string } {
  const text = head.replace(/^\uFEFF/, '')
  const first = text.split('\n', 50).find((line) => line.trim() !== '') ?? ''
  if (first === '') return { kind: 'unknown', why: 'there is nothing in it' }
  if (first.startsWith('{"polygraphRecording"'))
    return { kind: 'recording', why: 'it begins as a recording does' }
  if (/^# *pxname,svname,/.test(first))
    return { kind: 'stats', why: "it begins with the header of HAProxy's statistics" }
  const lines = text.split('\n', 50)
  if (/^(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s/.test(first) || lines.some((line) => SOCKET_STATES.test(line)))
    return { kind: 'sockets', why: 'its lines are those of ss' }
  if (controlShare(text) > MOST_CONTROL) return { kind: 'unknown', why: 'it is no text' }
  return { kind: 'log', why: 'it is lines of text' }
}

function controlShare(text: string): number {
  let control = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 27) || code === 0xfffd) control++
  }
  return control / text.length
}
