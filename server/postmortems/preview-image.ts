/** The picture that a chat shows beside the link: title, severity, how long, how many; drawn offline, from redacted words. */

import type { SharedDocument } from '#lib/postmortems/shared-document'
import { utc } from '#lib/postmortems/to-markdown'

const TITLE_MOST = 140
const WIDTH = 1200
const HEIGHT = 630

type Element = {
  type: string
  props: { style: Record<string, string | number>; children: Element[] | string }
}

const box = (style: Element['props']['style'], children: Element[] | string): Element => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children },
})

/** PNG. */
export async function previewImage({ fields, evidence }: SharedDocument): Promise<Buffer> {
  const { ImageResponse } = await import('next/og.js')
  const [incident] = evidence.incidents
  const lies = evidence.incidents.flatMap(({ findings }) => findings).length
  const facts = [
    incident ? incident.severity : 'postmortem',
    incident ? `${utc(incident.startedAtMs).slice(0, 16)} UTC` : '',
    incident?.endedAtMs ? `${((incident.endedAtMs - incident.startedAtMs) / 1000).toFixed(0)} s` : '',
    `${lies} ${lies === 1 ? 'finding' : 'findings'}`,
  ].filter((each) => each !== '')
  const title = fields.title.length > TITLE_MOST ? `${fields.title.slice(0, TITLE_MOST - 1)}…` : fields.title
  const picture = box(
    {
      ...{ flexDirection: 'column', justifyContent: 'space-between', width: '100%', height: '100%' },
      ...{ padding: 72, background: '#0b0e12', color: '#e6eaf0', borderLeft: '16px solid #c490ff' },
    },
    [
      box({ fontSize: 34, color: '#a3aebb' }, 'Postmortem · Polygraph'),
      box({ fontSize: 64, lineHeight: 1.25 }, title),
      box({ fontSize: 34, color: '#a3aebb' }, facts.join('  ·  ')),
    ],
  )
  const image = new ImageResponse(picture as never, { width: WIDTH, height: HEIGHT })
  return Buffer.from(await image.arrayBuffer())
}
