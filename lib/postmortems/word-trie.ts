/** Finds the longest of many texts at each place of another, whatever the case, in one pass. */

export type Found<T> = { from: number; to: number; value: T }

type Node<T> = { next: Map<number, Node<T>>; entry: { value: T; wordOnly: boolean } | null }

export type WordTrie<T> = {
  add: (text: string, value: T, wordOnly: boolean) => void
  /** The first match at or after `start`; the longest where several begin there. */
  find: (text: string, start?: number) => Found<T> | null
}

/** One code unit without its case; those whose lower case is longer stay. */
function fold(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code
  const low = String.fromCharCode(code).toLowerCase()
  return low.length === 1 ? low.charCodeAt(0) : code
}

function isWordPart(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text[at]!)
}

/** `wordOnly`: only where no letter, digit or underscore stands beside it. */
export function createWordTrie<T>(): WordTrie<T> {
  const root: Node<T> = { next: new Map(), entry: null }
  return {
    add(text, value, wordOnly) {
      if (text === '') return
      let node = root
      for (let at = 0; at < text.length; at++) {
        const code = fold(text.charCodeAt(at))
        let next = node.next.get(code)
        if (!next) {
          next = { next: new Map(), entry: null }
          node.next.set(code, next)
        }
        node = next
      }
      node.entry ??= { value, wordOnly }
      if (!wordOnly) node.entry.wordOnly = false
    },
    find(text, start = 0) {
      for (let from = start; from < text.length; from++) {
        let node: Node<T> | undefined = root
        let best: Found<T> | null = null
        for (let at = from; node; at++) {
          const { entry }: Node<T> = node
          const free = !entry?.wordOnly || !(isWordPart(text, from - 1) || isWordPart(text, at))
          if (entry && free) best = { from, to: at, value: entry.value }
          if (at >= text.length) break
          node = node.next.get(fold(text.charCodeAt(at)))
        }
        if (best) return best
      }
      return null
    },
  }
}
