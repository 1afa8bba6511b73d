/** Puts the agent into one file that needs nothing but Node 18. */

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The text of an ES module that imports `node:*` alone. */
export async function buildAgent(): Promise<string> {
  const built = await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    banner: { js: '#!/usr/bin/env node\n// The host agent of Polygraph: node agent.mjs --help' },
    legalComments: 'none',
    logLevel: 'silent',
  })
  return built.outputFiles[0]?.text ?? ''
}
