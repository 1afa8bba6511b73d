/** One line as the scanner read it: its numbers at once, all else only for who asks. */

import type { RequestRecord, SessionRecord } from '../../../model/log-record.ts'
import { type LineReading, readLine } from '../../parse-line.ts'

/** What the general reader makes of a line that nobody but it can read: the two must agree that it is one. */
type Whole = RequestRecord & Omit<SessionRecord, 'kind'>

const RETURN = 13
const NOTHING: Buffer = Buffer.alloc(0)

export function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end > start && bytes[end - 1] === RETURN ? end - 1 : end)
}

export class RowRecord {
  kind: 'request' | 'session' = 'request'
  atMs = 0
  pid: number | undefined
  host: string | undefined
  pool: string | null = null
  server: string | null = null
  status: number | null = null
  termination: string | null = null
  retries: number | null = null
  redispatched = false
  readonly loggedEarly = false
  readonly timers: RequestRecord['timers'] = {
    ...{ requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: null },
  }
  /** Captures of the answer, or fields behind the request: they are read. */
  saysMore = false
  /** Captures, of the request at least. */
  isCaptured = false
  #bytes = NOTHING
  #start = 0
  #end = 0
  #nowMs = 0
  #line: LineReading | null = null

  /** It stands for another line now: one that lies there, read at this moment. */
  turn(bytes: Buffer, start: number, end: number, nowMs: number): void {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.#nowMs = nowMs
    this.#line = null
  }

  /** By the general reader. */
  line(): LineReading {
    this.#line ??= readLine(textOf(this.#bytes, this.#start, this.#end), { nowMs: this.#nowMs })
    return this.#line
  }

  #whole(): Whole {
    const { parsed } = this.line()
    if (!parsed.ok) throw new Error(`the scanner knows a line that nobody else knows: ${parsed.reason}`)
    return parsed as unknown as Whole
  }

  get client() {
    return this.#whole().client
  }
  get frontend() {
    return this.#whole().frontend
  }
  get tls() {
    return this.#whole().tls
  }
  get bytes() {
    return this.#whole().bytes
  }
  get connections() {
    return this.#whole().connections
  }
  get queue() {
    return this.#whole().queue
  }
  get truncated() {
    return this.#whole().truncated
  }
  get format() {
    return this.#whole().format
  }
  get requestCookie() {
    return this.#whole().requestCookie
  }
  get responseCookie() {
    return this.#whole().responseCookie
  }
  get method() {
    return this.#whole().method
  }
  get uri() {
    return this.#whole().uri
  }
  get httpVersion() {
    return this.#whole().httpVersion
  }
  get requestHeaders() {
    return this.isCaptured ? this.#whole().requestHeaders : null
  }
  get responseHeaders() {
    if (!this.isCaptured) return null
    return this.saysMore ? this.#whole().responseHeaders : ['']
  }
  get headers() {
    return this.saysMore ? this.#whole().headers : undefined
  }
  get fields() {
    return this.saysMore ? this.#whole().fields : undefined
  }
}
