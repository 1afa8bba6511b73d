/** Drills for the API, over the store. */

import { deleteDrill, loadScoreSheet, loadScoreSheets, saveDrill } from '#lib/store/drills'
import type { Store } from '#lib/store/store'
import type { DrillsPort } from './api/drills.ts'

export const createDrills = (store: Store): DrillsPort['drills'] => ({
  save: (drill) => saveDrill(store, drill),
  delete: (id) => deleteDrill(store, id),
  sheet: (id) => loadScoreSheet(store, id),
  sheets: () => loadScoreSheets(store),
})
