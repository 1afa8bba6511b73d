/** Entry of the server's renderer: a shared document → the body of its page, as static HTML. Built, not imported. */

import { renderToStaticMarkup } from 'react-dom/server'
import { type EvidenceStrip, stripOf } from './evidence-strip.ts'
import { SharedPage } from './shared-page.tsx'

export type { EvidenceStrip }
export { stripOf }

export function renderBody(props: Parameters<typeof SharedPage>[0]): string {
  return renderToStaticMarkup(<SharedPage {...props} />)
}
