'use client'
/** Where this dashboard is reached, for lines that are pasted on other hosts. */

import { useSyncExternalStore } from 'react'

const PLACEHOLDER = 'http://POLYGRAPH:3000'
const never = () => () => {}

/** The page's own origin; a placeholder where that is one which no other host can reach. */
export function useDashboard(): { url: string; reachable: boolean } {
  const url = useSyncExternalStore(
    never,
    () => dashboardUrl(location),
    () => PLACEHOLDER,
  )
  return { url, reachable: !url.includes('//POLYGRAPH') }
}

export function dashboardUrl({ protocol, hostname, port }: Pick<Location, 'protocol' | 'hostname' | 'port'>) {
  const loopback = /^(localhost|127\.|\[::1\])/.test(hostname)
  return `${protocol}//${loopback ? 'POLYGRAPH' : hostname}${port && `:${port}`}`
}

export const forDashboard = (text: string, url: string) => text.replaceAll(PLACEHOLDER, url)
