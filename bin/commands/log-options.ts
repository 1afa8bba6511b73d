/** How a log is to be read, as `parse` and `analyze` are told. */

import { compileFormat, type UserFormat } from '#lib/sources/compile-format'
import { DIALECTS, type Dialect, isDialect } from '#lib/sources/dialects'

export const LOG_OPTIONS_HELP = `\
  --format FORMAT       auto (default), haproxy, nginx, envoy, alb (also NLB and
                        classic ELB), traefik or caddy; a named one is asked alone
  --log-format STRING   HAProxy's log-format, NGINX's log_format or Envoy's text_format
                        or json_format, as written in its configuration
  --year Y              year of dates that carry none (default: the one nearest to today)
`

export type LogOptions = {
  year: number | undefined
  /** Null: all of them are asked. */
  dialect: Dialect | null
  logFormatText: string | null
  logFormat: UserFormat | null
}

export const NO_LOG_OPTIONS: LogOptions = {
  ...{ year: undefined, dialect: null, logFormatText: null, logFormat: null },
}

/** `--name=value` in two. */
export const splitOptions = (argv: readonly string[]): string[] =>
  argv.flatMap((arg) => {
    const option = /^(--[a-z-]+)=([\s\S]*)$/.exec(arg)
    return option ? [option[1]!, option[2]!] : [arg]
  })

export const isLogOption = (arg: string): boolean => ['--format', '--log-format', '--year'].includes(arg)

/** What is wrong with it, or null. */
export function setLogOption(args: LogOptions, option: string, value: string): string | null {
  if (option === '--year') {
    if (!/^(19[7-9]\d|2\d{3})$/.test(value)) return `--year takes a year such as 2026, not ${value}`
    args.year = Number(value)
  } else if (option === '--log-format') {
    args.logFormatText = value
  } else if (value !== 'auto' && !isDialect(value)) {
    return `--format takes auto, ${DIALECTS.slice(0, -1).join(', ')} or ${DIALECTS.at(-1)}, not ${value}`
  } else {
    args.dialect = value === 'auto' ? null : value
  }
  return null
}

/** What is wrong with the format that was given, or null. */
export function compileOptions(args: LogOptions): string | null {
  if (args.logFormatText === null) return null
  const compiled = compileFormat(args.logFormatText, args.dialect)
  if (!compiled.ok) return `--log-format: ${compiled.error.message}`
  args.logFormat = compiled
  return null
}
