/** Log lines → the world: one that was read, or a block of lines of which most are only scanned. */

import { type Clock, observeClock } from '../events/clock.ts'
import { draftFromLog } from '../events/draft-from-log.ts'
import type { EventDraft } from '../events/event-draft.ts'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { LogLines } from '../model/raw-input.ts'
import type { LogReading } from '../model/reading.ts'
import { learnPrefix, type Prefix } from '../sources/haproxy/scan/prefix.ts'
import type { RowRecord } from '../sources/haproxy/scan/row-record.ts'
import { createRowScanner, type RowScanner } from '../sources/haproxy/scan/scan-rows.ts'
import { textsOf } from '../sources/syslog/cut-lines.ts'
import { applyExchange, applyLog, type ExchangeReading, isExchange } from '../state/apply-log.ts'
import { type Changes, noChanges } from '../state/changes.ts'
import { loadBalancerOf } from '../state/create-world.ts'
import type { PipelinePort } from './create-pipeline.ts'
import type { Drains } from './drains.ts'
import { knowingFrom } from './knowing-from.ts'
import { readLog, type Sent, sentOf } from './read-raw.ts'
import type { Risks } from './risks.ts'
import { createSeenLines } from './seen-lines.ts'
import { whoseLine } from './whose-line.ts'

/** Sources that have a scanner of their own; lines of further ones are read one by one. */
const SCANNERS_MOST = 16

type Port = {
  port: Pick<PipelinePort, 'reject' | 'read' | 'clock' | 'loadBalancers' | 'logFormat'>
  drains: Pick<Drains, 'takeLog'>
  risks: Pick<Risks, 'logged'>
  touch: (changes: Changes) => void
  judge: (lb: LoadBalancer, nowMs: number) => void
  /** True where it told anything new. */
  tell: (draft: EventDraft) => boolean
}

export function createTakeLog(world: World, { port, drains, risks, touch, judge, tell }: Port) {
  const clocks = new Map<string, Clock>()
  const seenBefore = createSeenLines()
  const scanners = new Map<string, RowScanner>()

  function observe(reading: LogReading, sent: Sent | null): Clock | null {
    const known = clocks.get(reading.source) ?? null
    if (!sent) return known
    const clock = observeClock(known, reading.atMs, sent.atMs, sent.precisionMs)
    clocks.set(reading.source, clock)
    port.clock(reading.source, clock.offsetMs, clock.errorMs)
    return clock
  }

  function take(reading: LogReading, sent: Sent | null): void {
    const name = whoseLine(reading, world, port.loadBalancers())
    if (!name) {
      port.reject(reading.source, 'unknown-load-balancer', reading.record.host ?? '', 1)
      return
    }
    const clock = reading.shifted ? null : observe(reading, sent)
    port.read(reading.source, sent && clock ? Math.max(0, reading.atMs - sent.atMs - clock.offsetMs) : null)
    if (isExchange(reading) && seenBefore(name, reading, reading.record)) return
    const draft = knowingFrom(world, draftFromLog(reading, name, clock))
    const changes = applyLog(world, reading, name, clock)
    drains.takeLog(reading, name, clock)
    risks.logged(reading, name, clock)
    const told = draft !== null && tell(draft)
    if (!changes.servers.size && !changes.pools.size && !told) return
    touch(changes)
    judge(world.loadBalancers.get(name)!, reading.atMs)
  }

  function scannerOf(source: string): RowScanner | null {
    const known = scanners.get(source)
    if (known || scanners.size >= SCANNERS_MOST) return known ?? null
    const made = createRowScanner({ keep: false, readAll: false })
    scanners.set(source, made)
    return made
  }

  /** A line by the general reader; what stands before it may be known from now on. */
  function takeText(lines: LogLines, text: string): Prefix | null {
    const { source, loadBalancer, atMs } = lines
    const format = port.logFormat(source)
    const { reading, rejects, sent, line } = readLog(
      { source, loadBalancer, kind: 'log', atMs, text },
      format,
    )
    for (const { reason, raw, count } of rejects) port.reject(source, reason, raw, count ?? 1)
    if (reading) take(reading, sent)
    return format === null ? learnPrefix(text, line) : null
  }

  /** What many lines of one block have in common. */
  function startBlock({ source, loadBalancer, atMs }: LogLines) {
    const changed = new Map<string, { lb: LoadBalancer; changes: Changes }>()
    const names = port.loadBalancers()
    const reading = { kind: 'log', source, loadBalancer, atMs, shifted: false } as ExchangeReading
    let read = 0
    let lagMs: number | null = null

    return {
      row(record: RowRecord, sentAtMs: number | null): void {
        reading.record = record as unknown as ExchangeReading['record']
        const name = whoseLine(reading, world, names)
        if (!name) {
          port.reject(source, 'unknown-load-balancer', record.host ?? '', 1)
          return
        }
        const sent = sentAtMs === null ? sentOf(record, record.atMs) : { atMs: sentAtMs, precisionMs: 1 }
        const clock = observe(reading, sent)
        if (clock) lagMs = Math.max(0, atMs - sent.atMs - clock.offsetMs)
        read++
        if (seenBefore(name, reading, reading.record)) return
        let own = changed.get(name)
        if (!own) {
          own = { lb: loadBalancerOf(world, name), changes: noChanges(name) }
          changed.set(name, own)
        }
        const { lb, changes } = own
        applyExchange(lb, changes, reading, clock)
        drains.takeLog(reading, name, clock)
        if (!changes.servers.size && !changes.pools.size) return
        changed.delete(name)
        touch(changes)
        judge(lb, atMs)
      },
      /** What was scanned so far is told of. */
      settle(): void {
        if (read > 0) port.read(source, lagMs, read)
        read = 0
      },
    }
  }

  function takeLines(lines: LogLines): void {
    const block = startBlock(lines)
    const scanner = port.logFormat(lines.source) === null ? scannerOf(lines.source) : null
    if (scanner)
      scanner.take(lines.bytes, lines.atMs, {
        row: block.row,
        other(text) {
          block.settle()
          return takeText(lines, text)
        },
      })
    else for (const text of textsOf(lines.bytes)) takeText(lines, text)
    block.settle()
  }

  return { take, takeLines }
}
