/** A pipeline's way out where nothing is stored and one load balancer is watched: for benches and scripted plays. */

import type { PipelinePort } from './create-pipeline.ts'

export const quietPort = (heeded: Partial<PipelinePort> = {}): PipelinePort => ({
  saveEvent: () => undefined,
  saveSample: () => undefined,
  saveIncident: () => undefined,
  dropIncident: () => undefined,
  reopenedIncident: () => undefined,
  saveNetwork: () => undefined,
  heard: () => undefined,
  reject: () => undefined,
  read: () => undefined,
  clock: () => undefined,
  loadBalancers: () => ['lb1'],
  beatMs: () => 1000,
  logFormat: () => null,
  ...heeded,
})

/** A play whose input is refused is wrong itself. */
export function refuse(_source: string, reason: string, sample: string): never {
  throw new Error(`${reason}: ${sample}`)
}
