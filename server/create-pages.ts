/** The dashboard's pages: Next inside our own server, their scripts and styles beside it. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import path from 'node:path'
import next from 'next'
import { createStaticFiles } from './static-files.ts'

type Port = { root: string; host: string; port: number; http: Server }

export function createPages({ root, host, port, http }: Port) {
  // Scripts that stand in a page itself.
  process.env.POLYGRAPH_EARLY = path.join(root, '.next', 'early')
  const pages = next({ dev: false, dir: root, hostname: host, port, httpServer: http })
  const prepared = pages.prepare()
  const answer = pages.getRequestHandler()
  const page = async (request: IncomingMessage, response: ServerResponse) => {
    await prepared
    return answer(request, response)
  }
  return {
    prepared,
    page,
    asset: createStaticFiles(path.join(root, '.next', 'static'), page),
    close: () => pages.close(),
  }
}
