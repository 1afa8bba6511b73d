/** One line as the scanner read it: its numbers at once, all else only for who asks. The same object stands for every line in turn. */

import type { RequestRecord, SessionRecord } from '../../../model/log-record.ts'
import type { LineReading } from '../../parse-line.ts'

/** What the general reader makes of a line that nobody but it can read: the two must agree that it is one. */
type Whole = RequestRecord & Omit<SessionRecord, 'kind'>

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
  /** Captures, or fields behind the request: they are read. */
  saysMore = false
  readonly #read: () => LineReading
  #line: LineReading | null = null

  /** `read` gives the line that this stands for at the moment. */
  constructor(read: () => LineReading) {
    this.#read = read
  }

  /** It stands for another line now. */
  turn(): void {
    this.#line = null
  }

  /** By the general reader. */
  line(): LineReading {
    this.#line ??= this.#read()
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
    return this.saysMore ? this.#whole().requestHeaders : null
  }
  get responseHeaders() {
    return this.saysMore ? this.#whole().responseHeaders : null
  }
  get headers() {
    return this.saysMore ? this.#whole().headers : undefined
  }
  get fields() {
    return this.saysMore ? this.#whole().fields : undefined
  }
}
