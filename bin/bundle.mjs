#!/usr/bin/env node
/** Joins a TypeScript entry and everything of ours that it imports into one file; packages stay where they are. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Each module goes on knowing where it lies: migrations, workers and pages are found from there. */
const ownPlace = {
  name: 'own-place',
  setup({ onLoad, onResolve }) {
    // Loaded before what is joined here, and it remembers what it has read.
    onResolve({ filter: /\/setup\.mjs$/ }, () => ({
      path: new URL('./setup.mjs', import.meta.url).href,
      external: true,
    }))
    onLoad({ filter: /\.(ts|mjs)$/ }, ({ path: file }) => {
      if (file.includes(`${path.sep}node_modules${path.sep}`)) return undefined
      const url = JSON.stringify(pathToFileURL(file).href)
      const contents = readFileSync(file, 'utf8').replaceAll('import.meta.url', url)
      return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
}

const [entry, outfile] = process.argv.slice(2)
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  plugins: [ownPlace],
  logLevel: 'error',
})
