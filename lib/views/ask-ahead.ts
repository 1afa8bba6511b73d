/** What a page is about to ask for, told to the server that will be asked: it answers in the time that the page takes to get there. */

declare global {
  /** Pages and server are bundled apart: they share nothing else. */
  var polygraphAhead: ((address: string) => void) | undefined
}

export const askAhead = (address: string): void => globalThis.polygraphAhead?.(address)

/** Until it is given null. */
export function answerAhead(answer: ((address: string) => void) | null): void {
  globalThis.polygraphAhead = answer ?? undefined
}
