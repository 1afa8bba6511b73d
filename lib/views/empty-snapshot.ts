/** The picture before anything was said. */

import type { LiveSnapshot } from './live-view.ts'

export const emptySnapshot: LiveSnapshot = {
  seq: 0,
  atMs: 0,
  headline: { tone: 'empty', lead: '', rest: '', detail: '' },
  loadBalancers: [],
  pools: [],
  events: [],
  sources: [],
  strips: {},
  hosts: [],
  vips: [],
  incidents: [],
  networkStrips: {},
}
