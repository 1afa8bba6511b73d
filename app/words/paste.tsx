'use client'
/** Lines to paste, with a button that copies them. */

import { useState } from 'react'

export function Paste({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      setCopied(false)
    }
  }
  return (
    <div className="paste">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <pre tabIndex={0}>{text}</pre>
      <button type="button" className="control" onClick={copy}>
        {copied ? 'copied' : 'copy'}
      </button>
    </div>
  )
}
