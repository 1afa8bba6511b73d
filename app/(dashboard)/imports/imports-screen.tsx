'use client'
/** New imports are dropped here, and those that there are listed. */

import type { ImportRecord } from '#lib/store/import-record'
import './imports.css'
import { useMay } from '../../shell/person.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { plural } from '../../words/format-number.ts'
import { DropFiles } from './drop-files.tsx'
import { ImportItem } from './import-item.tsx'
import { useImports } from './use-imports.ts'
import { useSending } from './use-sending.ts'

export function ImportsScreen({ stored }: { stored: ImportRecord[] }) {
  const { zone } = useUrlState()
  const { imports, look } = useImports(stored)
  const mayChange = useMay('import')
  const sending = useSending(look)
  return (
    <div className="imports-page">
      <section className="headline">
        <h1>
          {imports.length === 0 ? 'Nothing has been imported yet.' : `${plural(imports.length, 'import')}.`}
        </h1>
        <p>
          The log of a system that never ran Polygraph, read as if it had: its own timeline, its own
          incidents.
        </p>
      </section>
      {mayChange ? <DropFiles {...sending} /> : <p className="nothing">Importing needs the role operator.</p>}
      <ul className="imports">
        {imports.map((record) => (
          <ImportItem key={record.id} record={record} zone={zone} mayChange={mayChange} look={look} />
        ))}
      </ul>
    </div>
  )
}
