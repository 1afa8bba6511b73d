'use client'
/** Announces chosen files, then sends them one after another. */

import { useRef, useState } from 'react'
import type { ImportRecord } from '#lib/store/import-record'
import { send } from '../../shell/send.ts'
import { type Sending, sendFile } from './send-file.ts'

export type Sent = { name: string; bytes: number; of: number }

export function useSending(look: () => Promise<void>) {
  const [sent, setSent] = useState<Sent | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const going = useRef<{ id: string; file: Sending | null } | null>(null)

  async function drop(id: string): Promise<void> {
    going.current = null
    setSent(null)
    await send('DELETE', `/api/v1/imports/${id}`)
    await look()
  }

  return {
    sent,
    problem,
    /** `loadBalancer`: whose they are, where somebody says so. */
    async start(name: string, files: readonly File[], loadBalancer: string | null): Promise<void> {
      setProblem(null)
      const of = files.reduce((sum, file) => sum + file.size, 0)
      const announced = await send<ImportRecord>('POST', '/api/v1/imports', {
        name,
        files: files.map((file) => ({
          ...{ name: file.name, bytes: file.size, modifiedAtMs: file.lastModified, loadBalancer },
        })),
      })
      if (!announced.ok) return setProblem(announced.message)
      const { id } = announced.body
      going.current = { id, file: null }
      let before = 0
      for (const [number, file] of files.entries()) {
        setSent({ name: file.name, bytes: before, of })
        const sending = sendFile(`/api/v1/imports/${id}/files/${number}`, file, (bytes) =>
          setSent({ name: file.name, bytes: before + bytes, of }),
        )
        if (going.current?.id !== id) return sending.abort()
        going.current.file = sending
        const failed = await sending.done
        if (failed !== null) {
          if (failed !== 'cancelled') setProblem(failed)
          return drop(id)
        }
        before += file.size
      }
      going.current = null
      setSent(null)
      await look()
    },
    cancel(): void {
      going.current?.file?.abort()
    },
  }
}
