'use client'
/** How long a load balancer has been silent; stands where its pools' evidence would. */

import type { LoadBalancerView } from '#lib/views/live-view'
import { formatSpan } from '../words/format-time.ts'
import { useLive } from './live-provider.tsx'
import { useNow } from './use-now.ts'

const NONE: LoadBalancerView[] = []

export function LastHeard({ loadBalancer }: { loadBalancer: string }) {
  const known = useLive((state) => state.shown?.loadBalancers ?? NONE)
  const nowMs = useNow()
  const atMs = known.find((each) => each.name === loadBalancer)?.lastReadingAtMs ?? null
  if (atMs === null || nowMs === null) return <span className="last-heard">not heard from yet</span>
  return <span className="last-heard">last heard {formatSpan(nowMs - atMs)} ago</span>
}
