/** The shared page made of its sources: script, style, and the renderer that writes its HTML; built once, by set-up or at first use. */

import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PostmortemFields } from '#lib/model/postmortem'
import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import type { SharedDocument } from '#lib/postmortems/shared-document'

export type WrittenHtml = Record<
  'summary' | 'impact' | 'causes' | 'wentWell' | 'wentBadly' | 'lucky',
  string
> & { entries: Record<PostmortemFields['timeline'][number]['id'], string> }

type Renderer = {
  stripOf: (evidence: FrozenEvidence) => unknown
  renderBody: (props: {
    document: SharedDocument
    html: WrittenHtml
    exports: { name: string; href: string }[]
  }) => string
}

export type BuiltPage = Renderer & {
  script: string
  style: string
  /** For the page's policy: nothing else runs. */
  scriptHash: string
  styleHash: string
}

const FOLDER = fileURLToPath(new URL('../../app/shared-page/', import.meta.url))
const hashOf = (text: string) => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

/** As text, fit for a file. */
export type PageBundle = { script: string; style: string; renderer: string }

/** Of a file that set-up has written; without one it is made now. */
export async function buildPage(file: string | null = null): Promise<BuiltPage> {
  return openBundle(file ? (await import(pathToFileURL(file).href)).default : await bundlePage())
}

export async function bundlePage(): Promise<PageBundle> {
  const { build } = await import('esbuild')
  const define = { 'process.env.NODE_ENV': '"production"' }
  const usual = { bundle: true, write: false, jsx: 'automatic', define, logLevel: 'silent' } as const
  const [page, renderer] = await Promise.all([
    build({
      ...usual,
      entryPoints: [`${FOLDER}start.tsx`],
      outdir: 'out',
      minify: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      legalComments: 'none',
    }),
    build({
      ...usual,
      entryPoints: [`${FOLDER}render.tsx`],
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      loader: { '.css': 'empty' },
    }),
  ])
  const text = (ending: string) => page.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  // Neither may end the element that it stands in.
  const script = text('.js').replaceAll('</script', '<\\/script').trim()
  const style = text('.css').replaceAll('</style', '<\\/style').trim()
  return { script, style, renderer: renderer.outputFiles[0]?.text ?? '' }
}

function openBundle({ script, style, renderer }: PageBundle): BuiltPage {
  const loaded = { exports: {} as Renderer }
  new Function('module', 'exports', 'require', renderer)(
    loaded,
    loaded.exports,
    createRequire(import.meta.url),
  )
  const { stripOf, renderBody } = loaded.exports
  return { stripOf, renderBody, script, style, scriptHash: hashOf(script), styleHash: hashOf(style) }
}
