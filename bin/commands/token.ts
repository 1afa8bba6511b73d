/** `polygraph token`: makes a token and prints it, once; lists those that were made; makes one void. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { isRole, ROLES } from '#lib/model/role'
import { createToken } from '#lib/store/create-token'
import { loadTokens, type StoredToken } from '#lib/store/load-tokens'
import { openStore } from '#lib/store/open-store'
import { revokeToken } from '#lib/store/revoke-token'
import { closeStore, type Store } from '#lib/store/store'
import { StoreError } from '#lib/store/store-error'

export const TOKEN_HELP = `Usage: polygraph token create --role ROLE --name NAME [--data FOLDER]
       polygraph token list [--data FOLDER]
       polygraph token revoke NAME|ID [--data FOLDER]

create prints a new token once; only its hash is kept. revoke makes a token void at once: by its name, if one
valid token has it, or by its id.

  --role   ${ROLES.join(', ')}
  --name   who or what uses it
  --data   the folder that polygraph start uses (default: ./data)
`

/** What to print, or what was wrong. */
type Outcome = { ok: true; text: string } | { ok: false; message: string }
type Given = { role?: string; name?: string; data?: string }

async function create(store: Store, { role, name }: Given): Promise<Outcome> {
  if (!role || !isRole(role)) return { ok: false, message: `--role is one of ${ROLES.join(', ')}.` }
  if (!name) return { ok: false, message: '--name is needed: it tells later whose token this is.' }
  const created = await createToken(store, { name, role })
  return created.ok ? { ok: true, text: `${created.token}\n` } : created
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

async function list(store: Store): Promise<Outcome> {
  const line = ({ id, name, role, createdAtMs, revokedAtMs }: StoredToken) =>
    [
      id,
      role.padEnd(9),
      day(createdAtMs),
      revokedAtMs === null ? 'valid' : `revoked ${day(revokedAtMs)}`,
      name,
    ].join('  ')
  const tokens = await loadTokens(store)
  return { ok: true, text: tokens.length ? `${tokens.map(line).join('\n')}\n` : 'No token was made yet.\n' }
}

async function revoke(store: Store, wanted: string | undefined): Promise<Outcome> {
  if (!wanted) return { ok: false, message: 'Which token? Its name or its id: polygraph token list.' }
  const valid = (await loadTokens(store)).filter((one) => one.revokedAtMs === null)
  const named = valid.filter(({ id, name }) => id === wanted || name === wanted)
  const [token] = named
  if (!token) return { ok: false, message: `No valid token has the name or id "${wanted}".` }
  if (named.length > 1)
    return { ok: false, message: `${named.length} valid tokens are named "${wanted}": say which by its id.` }
  await revokeToken(store, token.id, Date.now())
  return { ok: true, text: `${token.name} (${token.role}) is void from now on.\n` }
}

export async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(TOKEN_HELP)
    return 0
  }
  const refuse = (message: string) => {
    process.stderr.write(`${message}\n\n${TOKEN_HELP}`)
    return 2
  }
  let given: Given
  let positionals: string[]
  try {
    const options = { role: { type: 'string' }, name: { type: 'string' }, data: { type: 'string' } } as const
    const parsed = parseArgs({ args, options, allowPositionals: true })
    given = parsed.values
    positionals = parsed.positionals
  } catch (error) {
    return refuse((error as Error).message)
  }
  const [action, wanted] = positionals
  if (action !== 'create' && action !== 'list' && action !== 'revoke')
    return refuse('polygraph token knows create, list and revoke.')
  try {
    const store = await openStore({ dataDir: path.resolve(given.data ?? 'data') })
    try {
      const outcome =
        action === 'create'
          ? await create(store, given)
          : action === 'list'
            ? await list(store)
            : await revoke(store, wanted)
      if (!outcome.ok) return refuse(outcome.message)
      process.stdout.write(outcome.text)
      return 0
    } finally {
      await closeStore(store)
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return refuse(error.message)
  }
}
