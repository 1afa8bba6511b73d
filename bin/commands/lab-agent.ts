/** The agent as one file for the lab's hosts, made anew for each use of the lab. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const BUILD = new URL('../../agent/build.ts', import.meta.url)

export async function agentForLab(): Promise<{ argv: string[]; remove: () => void } | null> {
  if (!existsSync(BUILD)) return null
  const { buildAgent } = (await import(BUILD.href)) as {
    buildAgent: () => Promise<string | { text: string }>
  }
  const built = await buildAgent()
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-lab-agent-'))
  const file = path.join(dir, 'polygraph-agent.mjs')
  writeFileSync(file, typeof built === 'string' ? built : built.text)
  return { argv: [process.execPath, file], remove: () => rmSync(dir, { recursive: true, force: true }) }
}
