/** Reads polygraph.yaml; every mistake names its line. */

import { readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { capacitySchema } from './capacity-setting.ts'
import { probesSchema } from './probe-setting.ts'
import { readDuration, readHaproxyTarget, readSyslogAddress } from './read-target.ts'
import { SettingsError } from './settings.ts'

/** Turns a reader that throws into a schema that says the same at the right line. */
const readBy = <T>(read: (text: string) => T) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    try {
      return read(String(text))
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })

const duration = readBy(readDuration)
const haproxy = z.strictObject({
  name: z.string().regex(/^[^\s/=]+$/, 'a name has no spaces, slashes or ='),
  url: readBy(readHaproxyTarget),
  interval: duration.optional(),
  ring: z.string().optional(),
  config: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
})
const syslog = z.union([
  readBy(readSyslogAddress).transform((address) => ({
    listen: address,
    loadBalancer: undefined,
    logFormat: undefined,
  })),
  z.strictObject({
    listen: readBy(readSyslogAddress),
    loadBalancer: z.string().optional(),
    logFormat: z.string().optional(),
  }),
])
const log = z.union([
  z.string().transform((path) => ({ path, loadBalancer: undefined, logFormat: undefined })),
  z.strictObject({ path: z.string(), loadBalancer: z.string().optional(), logFormat: z.string().optional() }),
])

const schema = z.strictObject({
  host: z.string().optional(),
  port: z.number().int().min(0).max(65535).optional(),
  url: z.string().optional(),
  data: z.string().optional(),
  haproxy: z.array(haproxy).optional(),
  syslog: z.array(syslog).optional(),
  logs: z.array(log).optional(),
  probes: probesSchema(duration).optional(),
  capacity: capacitySchema.optional(),
  retention: z
    .strictObject({
      seconds: duration.optional(),
      tenSeconds: duration.optional(),
      minutes: duration.optional(),
      events: duration.optional(),
    })
    .optional(),
})

export type ConfigFile = z.output<typeof schema>

/** @throws SettingsError naming file, line and what would be right. */
export function readConfigFile(file: string): ConfigFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new SettingsError(`${file} can't be read: ${(error as Error).message}`)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken)
    throw new SettingsError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`)
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const messages = parsed.error.issues.flatMap(deepest).map(({ path, message }) => {
    let at = path
    let node = document.getIn(at, true)
    while (!isNode(node) && at.length) {
      at = at.slice(0, -1)
      node = document.getIn(at, true)
    }
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    return `${file}:${lines.linePos(offset).line}: ${path.join('.') || 'file'}: ${message}`
  })
  throw new SettingsError([...new Set(messages)].join('\n'))
}

type Issue = { path: PropertyKey[]; message: string; code?: string; keys?: string[]; errors?: Issue[][] }

/** A union's own message says nothing; the branch that got furthest does. */
function deepest(issue: Issue): { path: (string | number)[]; message: string }[] {
  const path = issue.path as (string | number)[]
  if (issue.code === 'unrecognized_keys' && issue.keys)
    return issue.keys.map((key) => ({ path: [...path, key], message: 'no such setting' }))
  const branches = issue.errors?.map((errors) => errors.flatMap(deepest)) ?? []
  const best = branches.sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0]
  return best?.length
    ? best.map((b) => ({ ...b, path: [...path, ...b.path] }))
    : [{ path, message: issue.message }]
}
