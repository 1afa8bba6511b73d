/** Syslog datagrams, received by a thread of their own: one message each. */

import { Worker } from 'node:worker_threads'
import type { SyslogSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { readKernelDrops } from './kernel-drops.ts'

const DROPS_EVERY_MS = 1000
const RESTART_AFTER_MS = 5000
/** It keeps no more than one block and a few messages. */
const SMALL = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }

/** What udp-receiver.mjs tells. */
type News =
  | { kind: 'listening' | 'closed' }
  | { kind: 'failed'; code: string | undefined; message: string; retryInMs: number }
  | { kind: 'lines'; bytes: ArrayBuffer; count: number }
  | { kind: 'text'; text: string; bytes: number }
  | { kind: 'lost'; count: number }

export function receiveSyslogUdp(setting: SyslogSetting, source: string, port: CollectorPort): Collector {
  const { loadBalancer } = setting
  port.desk.open(source, 'syslog', `udp://${setting.host}:${setting.port}`, loadBalancer)
  const taken = new SharedArrayBuffer(8)
  const takenBytes = new BigUint64Array(taken)
  let droppedBefore: number | null = null

  async function countDrops() {
    const dropped = await readKernelDrops(setting.port)
    if (dropped === null) return
    if (droppedBefore !== null && dropped > droppedBefore)
      port.desk.lose(source, 'kernel-receive-buffer', dropped - droppedBefore)
    droppedBefore = dropped
  }

  function hear(news: News) {
    const atMs = port.now()
    switch (news.kind) {
      case 'listening':
        port.desk.waiting(source)
        // Other sockets may have the same port elsewhere.
        void countDrops()
        break
      case 'failed': {
        const isTaken = news.code === 'EADDRINUSE'
        const words = isTaken ? `port ${setting.port} is taken by another program` : news.message
        port.desk.lost(source, words, atMs + news.retryInMs)
        break
      }
      case 'lines': {
        const { bytes, count } = news
        Atomics.add(takenBytes, 0, BigInt(bytes.byteLength))
        port.intake.offerLines({ source, loadBalancer, atMs, bytes: new Uint8Array(bytes), count })
        break
      }
      case 'text':
        Atomics.add(takenBytes, 0, BigInt(news.bytes))
        port.intake.offer({ source, loadBalancer, kind: 'log', atMs, text: news.text })
        break
      case 'lost':
        port.desk.lose(source, 'queue-full', news.count)
        break
    }
  }

  let thread: Worker | null = null
  let restart: NodeJS.Timeout | null = null
  let stopped: (() => void) | null = null

  function start() {
    let why = 'its thread ended'
    const started = new Worker(new URL('./udp-receiver.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: SMALL,
      workerData: { host: setting.host, port: setting.port, taken },
    })
    started.unref()
    started.on('message', hear)
    started.on('error', (error) => {
      why = error.message
    })
    started.once('exit', () => {
      thread = null
      if (stopped) return stopped()
      port.desk.lost(source, why, port.now() + RESTART_AFTER_MS)
      // What it had handed over is taken: the next one begins at nothing.
      Atomics.store(takenBytes, 0, 0n)
      restart = setTimeout(start, RESTART_AFTER_MS)
    })
    thread = started
  }
  start()
  const watch = setInterval(countDrops, DROPS_EVERY_MS)

  return {
    async stop() {
      clearInterval(watch)
      if (restart) clearTimeout(restart)
      // It leaves by itself once its socket is closed.
      const ended = new Promise<void>((resolve) => {
        stopped = resolve
      })
      thread?.postMessage('close')
      if (thread) await ended
    },
  }
}
