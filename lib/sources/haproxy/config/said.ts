/** What a section's directives say of one thing: the last word counts, and it is kept with its line. */

import type { Origin, Setting } from '../../../model/check-settings.ts'
import type { Directive } from './read-sections.ts'
import { readCount, readTime } from './read-units.ts'
import type { ServerOption, ServerOptions } from './server-options.ts'

export const byDefault = <T>(value: T): Setting<T> => ({ value, origin: { from: 'default' } })

export const place = (at: Directive) => ({ file: at.file, line: at.line, section: at.section })

const inFile = (at: Directive): Origin => ({ from: 'file', ...place(at) })

export const saidAt = <T>(at: Directive, value: T): Setting<T> => ({ value, origin: inFile(at) })

const unreadable = (at: Directive, text: string): Origin => ({ from: 'unreadable', ...place(at), text })

/** The last directive that starts with these words. */
export function lastOf(directives: readonly Directive[], ...words: string[]): Directive | null {
  return directives.findLast((one) => words.every((word, index) => one.words[index] === word)) ?? null
}

/** `timeout NAME`; also `timeout` spelled in the ways of HAProxy 1.x. */
export function timeSaid(directives: readonly Directive[], words: string[]): Setting<number | null> {
  const at = lastOf(directives, ...words)
  if (!at) return byDefault(null)
  return read(at, at.words[words.length], readTime)
}

export function countSaid(directives: readonly Directive[], words: string[]): Setting<number | null> {
  const at = lastOf(directives, ...words)
  return at ? read(at, at.words[words.length], readCount) : byDefault(null)
}

/** `option NAME`, `no option NAME`, `default option NAME`: the last of them. */
export function optionSaid(directives: readonly Directive[], name: string): Setting<boolean> {
  const at = directives.findLast(
    ({ words }) =>
      (words[0] === 'option' && words[1] === name) ||
      ((words[0] === 'no' || words[0] === 'default') && words[1] === 'option' && words[2] === name),
  )
  if (!at || at.words[0] === 'default') return byDefault(false)
  return saidAt(at, at.words[0] === 'option')
}

export function serverFlag(options: ServerOptions, name: string): Setting<boolean> {
  const option = options.get(name)
  return option ? saidAt(option.at, !option.off) : byDefault(false)
}

export function serverText(options: ServerOptions, name: string): Setting<string | null> {
  const option = options.get(name)
  return option?.words[0] === undefined ? byDefault(null) : saidAt(option.at, option.words[0])
}

export function serverTime<T extends number | null>(
  options: ServerOptions,
  name: string,
  otherwise: T,
  bareMs = 1,
): Setting<number | T | null> {
  return readOption(options.get(name), otherwise, (text) => readTime(text, bareMs))
}

export function serverCount<T extends number | null>(
  options: ServerOptions,
  name: string,
  otherwise: T,
): Setting<number | T | null> {
  return readOption(options.get(name), otherwise, readCount)
}

function readOption<T>(
  option: ServerOption | undefined,
  otherwise: T,
  reader: (text: string | undefined) => number | null,
): Setting<number | T | null> {
  return option ? read(option.at, option.words[0], reader) : byDefault(otherwise)
}

function read(
  at: Directive,
  text: string | undefined,
  reader: (text: string | undefined) => number | null,
): Setting<number | null> {
  const value = reader(text)
  return { value, origin: value === null ? unreadable(at, text ?? '') : inFile(at) }
}
