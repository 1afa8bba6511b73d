/** Everything about who may: the gate, signing in, the audit log, the first link, and who is no longer welcome. */

import { prunePeople } from '#lib/store/people/audit'
import { createInvitation } from '#lib/store/people/create-invitation'
import { isAnyone } from '#lib/store/people/load-people'
import { verifySession } from '#lib/store/people/verify-session'
import type { Store } from '#lib/store/store'
import { verifyToken } from '#lib/store/verify-token'
import type { PeoplePort } from './api/people/people-port.ts'
import { createAudit } from './audit.ts'
import { createGate } from './gate.ts'
import type { Settings } from './settings/settings.ts'
import { createSignIn } from './sign-in/create-sign-in.ts'

/** Sessions that ran out and tokens revoked at the terminal are found this often; an open page counts as use. */
export const RECHECK_EVERY_MS = 5_000
const PRUNE_EVERY_MS = 3_600_000

export type PeopleDesk = ReturnType<typeof createPeopleDesk>

export function createPeopleDesk(
  settings: Pick<Settings, 'host' | 'openAccess' | 'publicUrl'>,
  port: { store: Store; now: () => number; lost: (reason: string) => void },
) {
  const { store, now } = port
  let recheck = async () => {}
  const audit = createAudit({ store, now, lost: () => port.lost('audit-line-not-written') })
  const gate = createGate(settings, {
    token: (token) => verifyToken(store, token),
    session: (secret) => verifySession(store, secret, now()),
  })
  const api: PeoplePort = {
    store,
    signIn: createSignIn({ store, now, audit }),
    audit,
    lessAllowed: () => recheck(),
    now,
  }
  const prune = () => prunePeople(store, now()).catch(() => port.lost('audit-log-not-pruned'))
  let rechecking = false
  const timers = [
    setInterval(async () => {
      if (rechecking) return
      rechecking = true
      await recheck().finally(() => {
        rechecking = false
      })
    }, RECHECK_EVERY_MS),
    setInterval(prune, PRUNE_EVERY_MS),
  ]

  return {
    gate,
    api,
    audit,
    /** How open live pages are asked again. */
    watch(ask: () => Promise<void>) {
      recheck = ask
    },
    /** The path of the link that makes the first admin; null where somebody can sign in, or nobody needs to. */
    async firstLink(): Promise<string | null> {
      if (settings.openAccess || (await isAnyone(store))) return null
      const { key } = await createInvitation(store, {
        kind: 'first',
        role: 'admin',
        madeBy: 'the first start',
        nowMs: now(),
      })
      return `/sign-in/first?key=${key}`
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
