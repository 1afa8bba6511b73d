/** Makes plain files of the hosts' programs, which start in a few tens of milliseconds. */

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const HERE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs')

export type Programs = { traffic: string; relay: string }

export async function buildPrograms(dir: string): Promise<Programs> {
  await buildFiles([path.join(HERE, 'traffic.ts'), path.join(HERE, 'relay.ts')], dir)
  return { traffic: path.join(dir, 'traffic.mjs'), relay: path.join(dir, 'relay.mjs') }
}

export async function buildFiles(entryPoints: string[], dir: string): Promise<void> {
  await build({
    entryPoints,
    outdir: dir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    logLevel: 'silent',
  })
}
