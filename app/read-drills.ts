/** Drills and their score sheets, as pages read them. */

import type { Drill, ScoreSheet } from '#lib/model/drill'
import { loadDrills, loadScoreSheet, loadScoreSheets } from '#lib/store/drills'
import { readRecord } from './read-store.ts'

export async function readDrills(): Promise<Drill[]> {
  const store = await readRecord()
  return store ? loadDrills(store).catch(() => []) : []
}

export async function readScoreSheets(): Promise<ScoreSheet[]> {
  const store = await readRecord()
  return store ? loadScoreSheets(store).catch(() => []) : []
}

export async function readScoreSheet(id: string): Promise<ScoreSheet | null> {
  const store = await readRecord()
  return store && loadScoreSheet(store, id).catch(() => null)
}
