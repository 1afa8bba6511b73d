/** The whole page as one text: for a link, for the preview, and for the file that opens offline. */

import { createMarkdown } from '#lib/postmortems/render-markdown'
import type { SharedDocument } from '#lib/postmortems/shared-document'
import type { BuiltPage, WrittenHtml } from './build-page.ts'

export type PageKind =
  /** `base` is the link's path; `origin` is there where a picture for chats may be named. */
  { kind: 'link'; base: string; origin: string | null } | { kind: 'preview' } | { kind: 'file' }

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A script element ends at its end tag, whatever stands around it. */
const dataOf = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

export function pageHtml(built: BuiltPage, document: SharedDocument, page: PageKind): string {
  const { title, summary } = document.fields
  const exports =
    page.kind === 'link'
      ? [
          { name: 'Markdown', href: `${page.base}/export.md` },
          { name: 'JSON', href: `${page.base}/export.json` },
          { name: 'One HTML file', href: `${page.base}/export.html` },
        ]
      : []
  const body = built.renderBody({ document, html: writtenHtml(document), exports })
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow, noarchive">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    ...(page.kind === 'link' && page.origin
      ? chatLines(title, summary, `${page.origin}${page.base}/image.png`)
      : []),
    // A file has no server that could say it.
    ...(page.kind === 'file'
      ? [`<meta http-equiv="content-security-policy" content="${escapeHtml(policyOf(built, 'file'))}">`]
      : []),
    `<style>${built.style}</style>`,
  ]
  const state = page.kind === 'link' ? ` data-state="${escapeHtml(`${page.base}/state`)}"` : ''
  return [
    '<!doctype html>',
    '<html lang="en" data-theme="system">',
    `<head>${head.join('')}</head>`,
    `<body${state}>${body}`,
    `<script type="application/json" id="strip-data">${dataOf(built.stripOf(document.evidence))}</script>`,
    `<script>${built.script}</script></body></html>`,
  ].join('\n')
}

function chatLines(title: string, summary: string, image: string): string[] {
  const said = summary
    .replace(/[*_`#[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
  const meta = (name: string, text: string) => `<meta property="og:${name}" content="${escapeHtml(text)}">`
  return [
    ...[meta('type', 'article'), meta('title', title), meta('description', said), meta('image', image)],
    ...[meta('image:width', '1200'), meta('image:height', '630'), meta('site_name', 'Polygraph')],
    '<meta name="twitter:card" content="summary_large_image">',
  ]
}

function writtenHtml({ fields }: SharedDocument): WrittenHtml {
  const renderMarkdown = createMarkdown()
  const entries = [...fields.timeline, ...fields.actions].map(({ id, text }) => [id, renderMarkdown(text)])
  return {
    summary: renderMarkdown(fields.summary),
    impact: renderMarkdown(fields.impact),
    causes: renderMarkdown(fields.causes),
    wentWell: renderMarkdown(fields.wentWell),
    wentBadly: renderMarkdown(fields.wentBadly),
    lucky: renderMarkdown(fields.lucky),
    entries: Object.fromEntries(entries) as Record<string, string>,
  }
}

/** What the page may do: run its one script, wear its one style, and ask its own server. */
export function policyOf(
  { scriptHash, styleHash }: Pick<BuiltPage, 'scriptHash' | 'styleHash'>,
  kind: PageKind['kind'],
): string {
  return [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    `style-src '${styleHash}'`,
    ...(kind === 'link' ? ["connect-src 'self'"] : []),
    "form-action 'none'",
    "base-uri 'none'",
    // A file's policy cannot say it.
    ...(kind === 'file' ? [] : [`frame-ancestors ${kind === 'preview' ? "'self'" : "'none'"}`]),
  ].join('; ')
}
