/** Joins the scripts that run before the pages' own, each into one small file beside those. */

import { build } from 'esbuild'

export async function bundleEarly(root, folder) {
  await build({
    absWorkingDir: root,
    entryPoints: ['app/(dashboard)/timeline/paint-early.ts'],
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
  })
}
