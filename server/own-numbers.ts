/** What this process takes of the machine, beside what it is given to tell. */

export function ownNumbers(told: { browsers: number; nowMs: number }) {
  const { user, system } = process.cpuUsage()
  return { ...told, rssBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 }
}
