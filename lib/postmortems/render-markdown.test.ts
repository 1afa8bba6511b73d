/** What people write is shown as they meant it, and never runs. */

import { expect, it } from 'vitest'
import { createMarkdown } from './render-markdown.ts'

const renderMarkdown = createMarkdown()

it('shows emphasis, lists, tables and code', () => {
  expect(renderMarkdown('**bold** `code`')).toBe('<p><strong>bold</strong> <code>code</code></p>\n')
  expect(renderMarkdown('- one\n- two')).toContain('<li>one</li>')
  expect(renderMarkdown('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<td>2</td>')
  expect(renderMarkdown('# Big')).toBe('<h3>Big</h3>\n')
})

it('gives every link that it keeps a rel', () => {
  expect(renderMarkdown('[runbook](https://a.example/b)')).toBe(
    '<p><a href="https://a.example/b" rel="noopener noreferrer nofollow" target="_blank">runbook</a></p>\n',
  )
})

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x](//evil.example)',
  '![x](https://evil.example/pixel.png)',
  '<a href="javascript:alert(1)">x</a>',
  '<javascript:alert(1)>',
  '[x](https://a.example/"onmouseover="alert(1))',
  '[a]: javascript:alert(1)\n\n[a]',
  '```"><script>alert(1)</script>\nx\n```',
])('%s makes no element and no address of its own', (text) => {
  const html = renderMarkdown(text)
  expect(html).not.toMatch(/<(script|img|svg|iframe|object|style|form|base|meta)/i)
  for (const [, attributes] of html.matchAll(/<\w+([^>]*)>/g)) {
    expect(attributes).not.toMatch(/\son\w+\s*=/i)
    const href = /href="([^"]*)"/.exec(attributes ?? '')?.[1]
    if (href) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
  }
})
