/** Runs named checks one after another, showing each one's output and time; stops at the first that fails. */

import { spawn } from 'node:child_process'
import { ensurePackages, ROOT, requireNode } from './setup.mjs'

/** @param {[title: string, nodeArgs: string[]][]} checks */
export async function runAll(checks) {
  requireNode()
  await ensurePackages()
  for (const [title, args] of checks) {
    const started = Date.now()
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
    const code = await new Promise((resolve) => child.on('close', resolve))
    console.log(
      `${code === 0 ? 'ok' : 'FAILED'}: ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
    )
    if (code !== 0) process.exit(1)
  }
}
