/** Answers `/p/…`: one postmortem to whoever holds its link, and the same nothing to everyone else. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccessOutcome } from '#lib/model/share-link'
import { toMarkdown } from '#lib/postmortems/to-markdown'
import { noteAccess } from '#lib/store/link-accesses'
import { findShareLink, type OpenLink } from '#lib/store/share-links'
import { cameByHttps } from '../sign-in/session-cookie.ts'
import type { PostmortemDesk } from './create-postmortem-desk.ts'
import { pageHtml, policyOf } from './page-html.ts'
import { createPassphraseDoor } from './passphrase-door.ts'
import { previewImage } from './preview-image.ts'
import { askPage, GONE, type Reply, send } from './stranger-replies.ts'

/** To the letter: nothing is decoded, joined or trimmed before it is compared. */
const PATH = /^\/p\/([A-Za-z0-9_-]{43})(?:\/(state|image\.png|export\.md|export\.json|export\.html))?$/

export function createStrangers(desk: PostmortemDesk) {
  const door = createPassphraseDoor(desk.now)

  const note = (link: OpenLink, request: IncomingMessage, outcome: AccessOutcome) =>
    noteAccess(desk.store, link.link.id, {
      atMs: desk.now(),
      address: request.socket.remoteAddress ?? '',
      agent: request.headers['user-agent'] ?? '',
      outcome,
      // A log that can't be written must not keep the page from its reader.
    }).catch(() => {})

  async function answer(request: IncomingMessage): Promise<Reply> {
    const [, token, what] = PATH.exec((request.url ?? '').split('?')[0]!) ?? []
    const method = request.method === 'HEAD' ? 'GET' : request.method
    if (!token || (method !== 'GET' && !(method === 'POST' && !what))) return GONE
    const open = await findShareLink(desk.store, token, desk.now())
    if (!open) return GONE
    const base = `/p/${token}`
    if (what === 'state') return { status: 204, type: 'text/plain', body: '' }
    if (open.passphrase !== null) {
      if (method === 'POST') {
        const tried = await door.knock(request, open, base)
        await note(open, request, tried.outcome)
        return tried.reply
      }
      if (!door.holds(request, open)) {
        if (what) return GONE
        await note(open, request, 'asked-passphrase')
        return askPage(base, null)
      }
    } else if (method === 'POST') return GONE
    const { rules, pseudonymKey, postmortemId } = open.link
    const shared = await desk.share({ postmortemId, redaction: { rules, key: pseudonymKey } })
    if (!shared.ok) {
      await note(open, request, 'refused')
      return GONE
    }
    const { document } = shared
    if (what === 'image.png') return { status: 200, type: 'image/png', body: await previewImage(document) }
    await note(open, request, 'shown')
    const file = (ending: string) => ({
      'content-disposition': `attachment; filename="postmortem.${ending}"`,
    })
    if (what === 'export.md')
      return {
        status: 200,
        type: 'text/markdown; charset=utf-8',
        body: toMarkdown(document),
        headers: file('md'),
      }
    if (what === 'export.json')
      return {
        status: 200,
        type: 'application/json',
        body: JSON.stringify(document, null, 1),
        headers: file('json'),
      }
    const built = await desk.page()
    if (what === 'export.html') {
      const body = pageHtml(built, document, { kind: 'file' })
      return { status: 200, type: 'text/html; charset=utf-8', body, headers: file('html') }
    }
    // A picture for chats would show to everyone what the passphrase keeps.
    const origin = open.passphrase === null ? originOf(request) : null
    const body = pageHtml(built, document, { kind: 'link', base, origin })
    const headers = { 'content-security-policy': policyOf(built, 'link') }
    return { status: 200, type: 'text/html; charset=utf-8', body, headers }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // An error tells as little as a wrong link.
    const reply = await answer(request).catch(() => GONE)
    await send(request, response, reply).catch(() => response.destroy())
  }
}

/** Only plain names are put into the page. */
function originOf(request: IncomingMessage): string | null {
  const { host } = request.headers
  if (!host || !/^[\w.:[\]-]{1,255}$/.test(host)) return null
  return `${cameByHttps(request) ? 'https' : 'http'}://${host}`
}
