/** One line of an incident's history as a sentence without its links. */

import type { IncidentAct } from '#lib/model/incident-act'

/** What stands before the name of another incident, where one is named. */
export function historyWords({ kind, by, incidentId }: IncidentAct, ofId: string): string {
  const who = by || 'Polygraph'
  switch (kind) {
    case 'acknowledge':
      return `${who} is on it`
    case 'withdraw':
      return `${who} is no longer on it`
    case 'close':
      return `${who} closed it`
    case 'reopen':
      return by ? `${who} opened it again` : 'Polygraph opened it again: something new of it was found'
    case 'merge':
      return by
        ? `${who} merged another incident into it`
        : 'Polygraph joined what proved to have the same cause'
    case 'split':
      return incidentId === ofId ? `${who} took findings out of it, now` : `${who} took it out of`
    case 'comment':
      return who
  }
}
