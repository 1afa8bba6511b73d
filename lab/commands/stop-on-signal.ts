/** Ctrl+C ends what is played and takes everything down first. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function stopOnSignal(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const name of SIGNALS) process.on(name, stop)
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of SIGNALS) process.removeListener(name, stop)
    },
  }
}
