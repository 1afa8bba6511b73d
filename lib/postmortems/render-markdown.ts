/** Markdown → HTML: raw HTML stays text, pictures are left out, links lead to http, https and mailto alone. */

import MarkdownIt from 'markdown-it'

const LINK = /^(https?:\/\/|mailto:)/i
const REL = 'noopener noreferrer nofollow'

/** Made once for a page: setting it up takes longer than most texts. What it gives is safe to put into a page as it is. */
export function createMarkdown(): (text: string) => string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: true })
  markdown.validateLink = (url) => LINK.test(url.trim())
  // A picture from elsewhere would tell its host who reads this.
  markdown.disable('image')
  const plain = markdown.renderer.rules.link_open
  markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
    tokens[index]?.attrSet('rel', REL)
    tokens[index]?.attrSet('target', '_blank')
    return plain ? plain(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
  }
  // A page has one title, and its parts have theirs.
  for (const rule of ['heading_open', 'heading_close'])
    markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
      const token = tokens[index]!
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`
      return self.renderToken(tokens, index, options)
    }
  return (text) => markdown.render(text)
}
