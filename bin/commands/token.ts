/** `polygraph token create`: makes a token and prints it, once. */

import path from 'node:path'
import { parseArgs } from 'node:util'
import { ROLES, type Role } from '#lib/model/role'
import { createToken } from '#lib/store/create-token'
import { openStore } from '#lib/store/open-store'
import { closeStore } from '#lib/store/store'
import { StoreError } from '#lib/store/store-error'

export const TOKEN_HELP = `Usage: polygraph token create --role ROLE --name NAME [--data FOLDER]

Prints a new token once; only its hash is kept.

  --role   ${ROLES.join(', ')}
  --name   who or what uses it
  --data   the folder that polygraph start uses (default: ./data)
`

export async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(TOKEN_HELP)
    return 0
  }
  const refuse = (message: string) => {
    process.stderr.write(`${message}\n\n${TOKEN_HELP}`)
    return 2
  }
  let given: { role?: string; name?: string; data?: string }
  let action: string | undefined
  try {
    const options = { role: { type: 'string' }, name: { type: 'string' }, data: { type: 'string' } } as const
    const parsed = parseArgs({ args, options, allowPositionals: true })
    given = parsed.values
    action = parsed.positionals[0]
  } catch (error) {
    return refuse((error as Error).message)
  }
  const { role, name } = given
  if (action !== 'create') return refuse('polygraph token knows only "create".')
  if (!role || !ROLES.includes(role as Role)) return refuse(`--role is one of ${ROLES.join(', ')}.`)
  if (!name) return refuse('--name is needed: it tells later whose token this is.')
  try {
    const store = await openStore({ dataDir: path.resolve(given.data ?? 'data') })
    const created = await createToken(store, { name, role: role as Role })
    await closeStore(store)
    if (!created.ok) return refuse(created.message)
    process.stdout.write(`${created.token}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return refuse(error.message)
  }
}
