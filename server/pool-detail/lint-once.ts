/** The rules run once over each configuration that was read, however often somebody looks at its pools. */

import { type LintReport, lintSettings } from '#lib/lint/lint-settings'
import type { LoadBalancerSettings } from '#lib/model/check-settings'

export type LintOnce = (settings: LoadBalancerSettings) => LintReport

/** By the settings' identity: a file that is read again gives new ones, and those before are forgotten with them. */
export function createLintOnce(): LintOnce {
  const reports = new WeakMap<LoadBalancerSettings, LintReport>()
  return (settings) => {
    const known = reports.get(settings)
    if (known) return known
    const report = lintSettings(settings)
    reports.set(settings, report)
    return report
  }
}
