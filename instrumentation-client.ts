/** Next calls this in the browser when a navigation begins. */

import { setOut } from './app/shell/under-way.ts'

export function onRouterTransitionStart(url: string, type: 'push' | 'replace' | 'traverse'): void {
  // Back and forward lead at once.
  if (type !== 'traverse') setOut(url)
}
