'use client'
/** Dark, light or the system's choice; kept in a cookie so that the server paints the right one at once. */

import { useState } from 'react'
import { THEMES, type Theme } from './theme.ts'

const YEAR_S = 31_536_000

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    document.documentElement.dataset.theme = next
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and this one is public
    document.cookie = `theme=${next}; path=/; max-age=${YEAR_S}; samesite=lax`
    window.dispatchEvent(new Event('themechange'))
  }
  return (
    <label className="theme-switch">
      <span className="out-of-sight">Theme</span>
      <select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  )
}
