/** Brings the spool to the dashboard: in order, one request at a time, again until it is acknowledged. */

import type { HostAck } from '../lib/model/host-report.ts'
import type { ClockOffset } from './clock-offset.ts'
import type { Clocks } from './clocks.ts'
import type { Post } from './post.ts'
import type { Spool, SpooledReport } from './spool.ts'

const MAX_BATCH_REPORTS = 200
const MAX_BATCH_BYTES = 2 * 1024 * 1024
const FIRST_RETRY_MS = 50
const MAX_RETRY_MS = 1000
const TIMEOUT_MS = 5000
/** A dashboard that answers slowly gets more time each try. */
const MAX_TIMEOUT_MS = 40_000
/** A report that is refused this often is given up, so that the others get through. */
const MAX_REFUSALS = 5

type IngestAnswer = {
  rejected?: { line: number; reason: string }[]
  receivedAtMs?: number
  sentAtMs?: number
  hosts?: HostAck[]
}

export type Sender = { wake: () => void; stop: (withinMs: number) => Promise<void> }

export function createSender(given: {
  host: string
  session: string
  spool: Spool
  post: Post
  offset: ClockOffset
  clocks: Clocks
  /** The dashboard lacks what was acknowledged before: tell everything anew. */
  onForgotten: () => void
  onWantsSockets: () => void
  say: (line: string) => void
}): Sender {
  const { spool, post, offset, clocks } = given
  let busy = false
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let retryMs = FIRST_RETRY_MS
  let timeoutMs = TIMEOUT_MS
  let batchBytes = MAX_BATCH_BYTES
  let refusals = 0
  let trouble = ''
  let idle: (() => void) | null = null

  const head = JSON.stringify({ kind: 'host', host: given.host, session: given.session }).slice(0, -1)
  const line = ({ seq, atMs, wallMinusSteadyMs, body }: SpooledReport) => {
    const clock = JSON.stringify(offset.at(wallMinusSteadyMs, clocks.steadyMs()))
    const own = `"seq":${seq},"keptFrom":${spool.keptFrom()},"atMs":${atMs},"clock":${clock}`
    return `${head},${own}${body && `,${body}`}}\n`
  }

  function complain(what: string): void {
    if (what !== trouble) given.say(what)
    trouble = what
  }

  function again(inMs: number): void {
    if (timer || stopped) return
    timer = setTimeout(() => {
      timer = null
      void run()
    }, inMs)
  }

  function failed(why: string): void {
    complain(`${why}; trying again`)
    again(retryMs)
    retryMs = Math.min(MAX_RETRY_MS, retryMs * 2)
  }

  async function run(): Promise<void> {
    if (busy || timer) return
    const batch = spool.batch(MAX_BATCH_REPORTS, batchBytes)
    if (!batch.length) return void idle?.()
    busy = true
    const answer = await post.send(batch.map(line).join(''), timeoutMs)
    busy = false
    if (!answer.ok) {
      if (answer.timedOut) timeoutMs = Math.min(MAX_TIMEOUT_MS, timeoutMs * 2)
      failed(`The dashboard can't be reached: ${answer.reason}`)
      return
    }
    take(answer, batch)
  }

  function take(
    answer: { status: number; text: string; sentMs: number; heardMs: number },
    batch: SpooledReport[],
  ) {
    const { status, sentMs, heardMs } = answer
    if (status === 401 || status === 403) return failed(`The dashboard does not accept the token (${status})`)
    if (status === 413) {
      if (batch.length === 1) spool.giveUpOldest('longer than the dashboard takes')
      batchBytes = Math.max(64 * 1024, batchBytes / 2)
      return failed('The dashboard takes less at a time (413)')
    }
    let said: IngestAnswer
    try {
      said = JSON.parse(answer.text) as IngestAnswer
    } catch {
      return failed(`The dashboard answered ${status} and no JSON`)
    }
    if (status < 200 || status > 299) return failed(`The dashboard answered ${status}`)
    if (typeof said.receivedAtMs === 'number' && typeof said.sentAtMs === 'number')
      offset.note({ sentMs, heardMs, receivedAtMs: said.receivedAtMs, answeredAtMs: said.sentAtMs })
    const own = said.hosts?.find((one) => one.host === given.host && one.session === given.session)
    const refused = said.rejected?.[0]
    if (!own)
      return failed(
        refused ? `The dashboard refused a report: ${refused.reason}` : 'The answer names no host',
      )
    const first = batch[0]!.seq
    if (spool.acknowledge(own.savedSeq, own.nextSeq)) given.onForgotten()
    if (own.wantsSockets) given.onWantsSockets()
    if (own.nextSeq <= first) {
      // Nothing was taken: once is a restart of the dashboard, more often is a report that it can't read.
      if (refused && ++refusals >= MAX_REFUSALS) {
        spool.giveUpOldest(`refused: ${refused.reason}`.slice(0, 200))
        refusals = 0
      }
      if (!refused && own.nextSeq < first) return again(FIRST_RETRY_MS)
      return failed(
        refused ? `The dashboard refused a report: ${refused.reason}` : 'The dashboard took nothing',
      )
    }
    if (trouble) given.say('The dashboard takes the reports again')
    trouble = ''
    refusals = 0
    retryMs = FIRST_RETRY_MS
    timeoutMs = TIMEOUT_MS
    void run()
  }

  return {
    wake: () => void run(),
    async stop(withinMs) {
      const done = new Promise<void>((resolve) => {
        idle = resolve
        setTimeout(resolve, withinMs).unref()
      })
      void run()
      await done
      stopped = true
      if (timer) clearTimeout(timer)
      post.close()
    },
  }
}
