/** The simulated cascade beside closed formulas and measured cascades. */

import type { Bar } from './bars.ts'

export async function run(): Promise<Bar[]> {
  return []
}
