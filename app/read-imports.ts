/** Imports, as their page first reads them. */

import path from 'node:path'
import { type ImportRecord, loadRecords } from '#lib/store/import-record'

export function readImports(): ImportRecord[] {
  const dataDir = process.env.POLYGRAPH_DATA
  return dataDir ? loadRecords(path.join(dataDir, 'imports')) : []
}
