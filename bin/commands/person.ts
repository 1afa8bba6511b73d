/** `polygraph person`: a one-time link for those locked out, and who there is. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PERSON_ROLES } from '#lib/model/role'
import { openStore } from '#lib/store/open-store'
import { saveAudit } from '#lib/store/people/audit'
import { createInvitation } from '#lib/store/people/create-invitation'
import { loadPeople, loadPersonSecret } from '#lib/store/people/load-people'
import { isPersonRole } from '#lib/store/people/person-role'
import { closeStore, type Store, storeFile } from '#lib/store/store'
import { StoreError } from '#lib/store/store-error'

export const PERSON_HELP = `Usage: polygraph person link --role ROLE [--url URL] [--data FOLDER]
       polygraph person link --name NAME [--url URL] [--data FOLDER]
       polygraph person list [--data FOLDER]

link prints a link that is good once, for an hour: with --role for someone new, with --name for a new password of
someone there is. Whoever may read the data folder may do this; it is the way back in for those locked out.

  --role   ${PERSON_ROLES.join(', ')}
  --name   a person's name
  --url    where browsers reach Polygraph (default: http://127.0.0.1:3000)
  --data   the folder that polygraph start uses (default: ./data)
`

const LINK_LIFE_MS = 3_600_000
const DEFAULT_URL = 'http://127.0.0.1:3000'

type Outcome = { ok: true; text: string } | { ok: false; message: string }
type Given = { role?: string; name?: string; url?: string; data?: string }

async function link(store: Store, { role, name, url = DEFAULT_URL }: Given): Promise<Outcome> {
  if ((role === undefined) === (name === undefined))
    return { ok: false, message: 'Either --role, for someone new, or --name, for a new password.' }
  if (!URL.canParse(url)) return { ok: false, message: `--url ${url} is no address of a page.` }
  if (role !== undefined && !isPersonRole(role))
    return { ok: false, message: `--role is one of ${PERSON_ROLES.join(', ')}.` }
  const person = name === undefined ? null : ((await loadPersonSecret(store, name))?.person ?? null)
  if (name !== undefined && !person) return { ok: false, message: `There is nobody named ${name}.` }
  if (person && person.disabledAtMs !== null)
    return { ok: false, message: `${person.name} is disabled; an admin lets them in again first.` }
  const nowMs = Date.now()
  const { key } = await createInvitation(store, {
    kind: person ? 'password' : 'invite',
    role: person ? person.role : (role as (typeof PERSON_ROLES)[number]),
    ...(person && { personId: person.id }),
    madeBy: 'the command line',
    nowMs,
    lifeMs: LINK_LIFE_MS,
  })
  const [action, subject] = person ? ['password-link-made', person.name] : ['invitation-made', String(role)]
  const by = { who: 'the command line', whoId: null, via: 'shell' } as const
  await saveAudit(store, { ...by, atMs: nowMs, action, subject, detail: '' })
  return { ok: true, text: `${new URL(`/sign-in/invited?key=${key}`, url).href}\n` }
}

async function list(store: Store): Promise<Outcome> {
  const people = await loadPeople(store)
  const line = ({ name, role, disabledAtMs }: (typeof people)[number]) =>
    `${role.padEnd(9)}  ${disabledAtMs === null ? 'can sign in' : 'disabled   '}  ${name}`
  return { ok: true, text: people.length ? `${people.map(line).join('\n')}\n` : 'There is nobody yet.\n' }
}

export async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(PERSON_HELP)
    return 0
  }
  const refuse = (message: string) => {
    process.stderr.write(`${message}\n\n${PERSON_HELP}`)
    return 2
  }
  const text = { type: 'string' } as const
  const options = { role: text, name: text, url: text, data: text }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [action] = positionals
    if (action !== 'link' && action !== 'list') return refuse('polygraph person knows link and list.')
    const dataDir = path.resolve(values.data ?? 'data')
    // A link into a record that nobody serves would help nobody.
    if (!existsSync(storeFile(dataDir)))
      return refuse(`There is no record in ${dataDir}: start Polygraph first, or check --data.`)
    const store = await openStore({ dataDir })
    try {
      const outcome = await (action === 'link' ? link(store, values) : list(store))
      if (!outcome.ok) return refuse(outcome.message)
      process.stdout.write(outcome.text)
      return 0
    } finally {
      await closeStore(store)
    }
  } catch (error) {
    if (error instanceof StoreError || error instanceof TypeError) return refuse(error.message)
    throw error
  }
}
